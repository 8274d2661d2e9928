import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { sql } from "slonik";
import * as v from "valibot";
import type { Letter } from "../../../runtime/operations/ports.ts";
import { resumeRedrive, startRedrive } from "../../../runtime/operations/redrive/redrive.ts";
import { Refused } from "../../../runtime/operations/refused.ts";
import { deadLetters } from "../../support/operations/letters.ts";
import { order, pace } from "../../support/operations/orders.ts";
import { createWorld, type World } from "../../support/operations/world.ts";
import { until } from "../../support/until.ts";

suite("a redrive and what was killed", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  test("is refused beside another one of the same queue, until that one has given no sign of life", async () => {
    const { source, target } = world.ports.queues;
    await world.bury(deadLetters(3));
    const dead = await world.ports.redrives.start({
      id: world.ports.newId(),
      source: source.name,
      target: target.name,
      follows: true,
      ...order(),
      cutOff: Date.now(),
    });

    await assert.rejects(startRedrive(order(), world.ports), /is running since/);

    const reckless = order({ pace: pace({ canary: 0, patienceSeconds: 1 }) });
    const next = await until("the first to lapse", async () => {
      try {
        return await startRedrive(reckless, world.ports);
      } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
      }
    });
    assert.equal(next.state, "finished");
    const lapsed = await world.ports.redrives.find(dead?.id ?? "");
    assert.deepEqual([lapsed?.state, lapsed?.reason], ["stopped", "killed"]);
  });

  test("a letter that was sent and recorded before a kill is only taken out of the queue", async () => {
    const letters = deadLetters(12);
    await world.mend(letters);
    await world.bury(letters);
    world.processor.go();
    const { source } = world.ports.queues;
    const broken = {
      ...world.ports.queues,
      source: {
        ...source,
        remove: async () => {
          throw new Error("killed");
        },
      },
    };

    const first = await startRedrive(order(), { ...world.ports, queues: broken });
    assert.deepEqual([first.state, first.reason, first.detail], ["stopped", "failed", "killed"]);
    let sentAgain = 0;
    const { target } = world.ports.queues;
    const send = (again: readonly Letter[]) => {
      sentAgain += again.length;
      return target.send(again);
    };
    const counting = { ...world.ports.queues, target: { ...target, send } };
    const second = await resumeRedrive({ id: first.id, actor: "test" }, { ...world.ports, queues: counting });

    assert.deepEqual([second.state, second.counts.sent, second.counts.stored], ["finished", 12, 12]);
    // The first batch of ten was sent before the failure.
    assert.equal(sentAgain, 2);
    assert.equal(await world.left(), 0);
    const duplicates = await world.oracle.oneFirst(
      sql.type(
        v.strictObject({ sum: v.number() }),
      )`select coalesce(sum(duplicates), 0)::int4 as sum from claim`,
    );
    assert.equal(duplicates, 0);
  });

  test("deletes nothing that the queue did not take", async () => {
    await world.bury(deadLetters(12));
    const { target } = world.ports.queues;
    const send = async (): Promise<never> => {
      throw new Error("The queue is away.");
    };
    const queues = { ...world.ports.queues, target: { ...target, send } };

    const redrive = await startRedrive(order(), { ...world.ports, queues });

    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "failed"]);
    assert.match(redrive.detail ?? "", /is away/);
    assert.equal(await world.left(), 12);
  });

  test("waits for letters that a killed process still has in hand", async () => {
    const letters = deadLetters(25);
    await world.mend(letters);
    await world.bury(letters);
    world.processor.go();
    assert.equal((await world.ports.queue.take(10, 4)).length, 10);

    const redrive = await startRedrive(order(), world.ports);

    assert.deepEqual([redrive.state, redrive.counts.sent], ["finished", 25]);
    assert.equal((await world.stored()).size, 25);
  });
});
