import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { resumeRedrive, startRedrive } from "../../../runtime/operations/redrive/redrive.ts";
import { Refused } from "../../../runtime/operations/refused.ts";
import { deadLetters } from "../../support/operations/letters.ts";
import { order, pace } from "../../support/operations/orders.ts";
import { createWorld, stopWhen, type World } from "../../support/operations/world.ts";

suite("a redrive stops", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  test("after a canary that dies again, and touches nothing else", async () => {
    await world.bury(deadLetters(50));
    world.processor.go();

    const redrive = await startRedrive(order({ pace: pace({ canary: 4 }) }), world.ports);

    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "canary_failed"]);
    assert.deepEqual(redrive.counts, { sent: 4, stored: 0, duplicates: 0, dead: 4, undecided: 0 });
    assert.equal(await world.left(), 50);
    assert.equal((await world.stored()).size, 0);
  });

  test("when nothing becomes known of its canary", async () => {
    await world.bury(deadLetters(20));

    const redrive = await startRedrive(order({ pace: pace({ canary: 5, patienceSeconds: 1 }) }), world.ports);

    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "fates_unknown"]);
    assert.equal(redrive.counts.undecided, 5);
    assert.equal(await world.left(), 15);
  });

  test("when too many die again, and goes on after a resume", async () => {
    const [good, bad] = [deadLetters(20), deadLetters(400)];
    await world.mend(good);
    await world.bury(good);
    await world.bury(bad);
    world.processor.go();

    const stopped = await startRedrive(
      order({ pace: pace({ canary: 10, failureRatio: 0.3, rate: 40 }) }),
      world.ports,
    );

    assert.deepEqual([stopped.state, stopped.reason], ["stopped", "failure_ratio"]);
    assert.ok(stopped.counts.sent < 420, `${stopped.counts.sent} were sent`);
    assert.ok(stopped.counts.dead > 0);
    await world.mend(bad);
    const { cutOff } = stopped;
    const resumed = await resumeRedrive({ id: stopped.id, actor: "another" }, world.ports);
    assert.deepEqual([resumed.state, resumed.run, resumed.cutOff], ["finished", 2, cutOff]);
    assert.equal(resumed.actor, "test, another");
    // What died again after the start is not sent a second time by the same redrive.
    assert.equal(resumed.counts.sent, 420);
    assert.ok(resumed.counts.dead >= stopped.counts.dead);
    assert.equal(await world.left(), resumed.counts.dead);
  });

  test("between two batches when it is asked to, and its resume sends the rest", async () => {
    const letters = deadLetters(200);
    await world.mend(letters);
    await world.bury(letters);
    world.processor.go();

    const stopped = await startRedrive(
      order({ pace: pace({ rate: 50 }) }),
      world.ports,
      stopWhen(({ counts }) => counts.sent >= 20),
    );

    assert.deepEqual([stopped.state, stopped.reason], ["stopped", "interrupted"]);
    assert.ok(stopped.counts.sent < 200);
    const resumed = await resumeRedrive({ id: stopped.id, actor: "test" }, world.ports);
    assert.equal(resumed.state, "finished");
    assert.deepEqual(resumed.counts, { sent: 200, stored: 200, duplicates: 0, dead: 0, undecided: 0 });
    assert.equal((await world.stored()).size, 200);
    await assert.rejects(resumeRedrive({ id: stopped.id, actor: "test" }, world.ports), Refused);
  });

  test("at the end of the function's time", async () => {
    await world.bury(deadLetters(30));
    const redrive = await startRedrive(order(), world.ports, { deadline: Date.now() });
    assert.deepEqual([redrive.state, redrive.reason, redrive.counts.sent], ["stopped", "deadline", 0]);
    assert.equal(await world.left(), 30);
  });

  test("when somebody stops it elsewhere, notices and sends no more", async () => {
    const letters = deadLetters(200);
    await world.mend(letters);
    await world.bury(letters);
    world.processor.go();
    let stopping: Promise<unknown> | undefined;

    const redrive = await startRedrive(order({ pace: pace({ rate: 20 }) }), world.ports, {
      onProgress: ({ counts }) => {
        if (counts.sent > 0) stopping ??= stopRunning();
      },
    });

    await stopping;
    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "interrupted"]);
    assert.ok(redrive.counts.sent < 200);
  });

  async function stopRunning() {
    const [running] = await world.ports.redrives.list(1);
    await world.ports.redrives.stop(running?.id ?? "");
  }

  test("of a subscriber's queue after its first messages, and waits for a person", async () => {
    const pair = { ...world.ports.queues, follows: false };
    await world.bury(deadLetters(40));

    const first = await startRedrive(order(), { ...world.ports, queues: pair });
    assert.deepEqual([first.state, first.reason, first.counts.sent], ["stopped", "to_confirm", 10]);
    assert.equal(await world.left(), 30);
    const second = await resumeRedrive({ id: first.id, actor: "test" }, { ...world.ports, queues: pair });

    assert.deepEqual([second.state, second.counts.sent], ["finished", 40]);
    assert.equal(await world.left(), 0);
    assert.equal((await world.depth(world.urls.events)).waiting, 40);
  });
});
