import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { sql } from "slonik";
import * as v from "valibot";
import { RedrivePace } from "../../../runtime/contract/dead-events.ts";
import type { Letter } from "../../../runtime/operations/ports.ts";
import { resumeRedrive, startRedrive } from "../../../runtime/operations/redrive/redrive.ts";
import { Refused } from "../../../runtime/operations/refused.ts";
import { deadLetter, deadLetters } from "../../support/operations/letters.ts";
import { createWorld, stopWhen, type World } from "../../support/operations/world.ts";
import { until } from "../../support/until.ts";

const pace = (changes: Partial<RedrivePace> = {}) => v.parse(RedrivePace, { rate: 1_000, ...changes });
const order = (changes: Partial<Parameters<typeof startRedrive>[0]> = {}) => ({
  filter: {},
  pace: pace(),
  actor: "test",
  ...changes,
});

suite("a redrive", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  const left = async () => {
    const { waiting, hidden } = await world.depth(world.urls.dead);
    return waiting + hidden;
  };

  test("stores what was mended once, leaves what does not fit, and is written down", async () => {
    const [mended, others] = [deadLetters(120), deadLetters(30, { producer: "bank" })];
    await world.bury([...mended, ...others]);
    await world.mend([...mended, ...others]);
    world.processor.go();

    const redrive = await startRedrive(order({ filter: { producers: ["shop"] } }), world.ports);

    assert.equal(redrive.state, "finished");
    assert.deepEqual(redrive.counts, { sent: 120, stored: 120, duplicates: 0, dead: 0, undecided: 0 });
    const stored = await world.stored();
    assert.deepEqual([...stored.keys()].toSorted(), mended.map(({ eventId }) => eventId).toSorted());
    assert.ok([...stored.values()].every((count) => count === 1));
    assert.equal(await left(), 30);
    const [found] = await world.ports.redrives.list(10);
    assert.deepEqual(found, redrive);
    assert.equal(found?.actor, "test");
    assert.deepEqual(found?.filter, { producers: ["shop"] });
    assert.deepEqual(
      world.lines.map(({ message, actor, correlationId }) => [message, actor, correlationId]),
      [
        ["redrive started", "test", redrive.id],
        ["redrive finished", "test", redrive.id],
      ],
    );
    assert.deepEqual(world.lines[1]?.["counts"], redrive.counts);
  });

  test("sends the message back as it was before it died", async () => {
    const letter = deadLetter();
    await world.bury([letter]);

    await startRedrive(order({ pace: pace({ canary: 0, patienceSeconds: 1 }) }), world.ports);

    const { Messages = [] } = await world.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: world.urls.events, MessageAttributeNames: ["All"] }),
    );
    assert.equal(Messages[0]?.Body, letter.body);
    assert.deepEqual(Object.keys(Messages[0]?.MessageAttributes ?? {}).toSorted(), [
      "acceptance_id",
      "correlation_id",
      "event_id",
    ]);
  });

  test("stops after a canary that dies again, and touches nothing else", async () => {
    await world.bury(deadLetters(50));
    world.processor.go();

    const redrive = await startRedrive(order({ pace: pace({ canary: 4 }) }), world.ports);

    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "canary_failed"]);
    assert.deepEqual(redrive.counts, { sent: 4, stored: 0, duplicates: 0, dead: 4, undecided: 0 });
    assert.equal(await left(), 50);
    assert.equal((await world.stored()).size, 0);
  });

  test("stops when nothing becomes known of its canary", async () => {
    await world.bury(deadLetters(20));

    const redrive = await startRedrive(order({ pace: pace({ canary: 5, patienceSeconds: 1 }) }), world.ports);

    assert.deepEqual([redrive.state, redrive.reason], ["stopped", "fates_unknown"]);
    assert.equal(redrive.counts.undecided, 5);
    assert.equal(await left(), 15);
  });

  test("stops when too many die again, and goes on after a resume", async () => {
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
    assert.equal(await left(), resumed.counts.dead);
  });

  test("a second redrive of what died again stores it, and nothing twice", async () => {
    const letters = deadLetters(15);
    await world.bury(letters);
    world.processor.go();
    const careless = order({ pace: pace({ canary: 0, failureRatio: 1 }) });
    assert.equal((await startRedrive(careless, world.ports)).counts.dead, 15);
    await world.mend(letters);
    await world.bury(letters);

    const second = await startRedrive(careless, world.ports);

    assert.equal(second.counts.sent, 30);
    assert.deepEqual([second.counts.dead, second.counts.undecided], [0, 0]);
    const stored = await world.stored();
    assert.equal(stored.size, 15);
    assert.ok([...stored.values()].every((count) => count === 1));
    const receipt = await world.ports.receipts.receipt(letters[0]?.eventId ?? "", "all");
    assert.ok(receipt?.status === "persisted" || receipt?.status === "notified");
  });

  test("stops between two batches when it is asked to, and its resume sends the rest", async () => {
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

  test("stops at the end of the function's time", async () => {
    await world.bury(deadLetters(30));
    const redrive = await startRedrive(order(), world.ports, { deadline: Date.now() });
    assert.deepEqual([redrive.state, redrive.reason, redrive.counts.sent], ["stopped", "deadline", 0]);
    assert.equal(await left(), 30);
  });

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

  test("that somebody stops elsewhere notices and sends no more", async () => {
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
    const second = await resumeRedrive({ id: first.id, actor: "test" }, world.ports);

    assert.deepEqual([second.state, second.counts.sent, second.counts.stored], ["finished", 12, 12]);
    assert.equal(await left(), 0);
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
    assert.equal(await left(), 12);
  });

  test("leaves a letter that the queue refuses alone, and says how many there are", async () => {
    const letters = deadLetters(12);
    await world.mend(letters);
    await world.bury(letters);
    world.processor.go();
    const { target } = world.ports.queues;
    const refused = letters[3]?.body;
    const queues = {
      ...world.ports.queues,
      target: {
        ...target,
        send: (sent: readonly Letter[]) => target.send(sent.filter(({ body }) => body !== refused)),
      },
    };

    const redrive = await startRedrive(order(), { ...world.ports, queues });

    assert.deepEqual([redrive.state, redrive.counts.sent], ["finished", 11]);
    assert.match(redrive.detail ?? "", /refused 1 letters/);
    assert.equal(await left(), 1);
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

  test("of a subscriber's queue waits for a person after its first messages", async () => {
    const pair = { ...world.ports.queues, follows: false };
    await world.bury(deadLetters(40));

    const first = await startRedrive(order(), { ...world.ports, queues: pair });
    assert.deepEqual([first.state, first.reason, first.counts.sent], ["stopped", "to_confirm", 10]);
    assert.equal(await left(), 30);
    const second = await resumeRedrive({ id: first.id, actor: "test" }, { ...world.ports, queues: pair });

    assert.deepEqual([second.state, second.counts.sent], ["finished", 40]);
    assert.equal(await left(), 0);
    assert.equal((await world.depth(world.urls.events)).waiting, 40);
  });
});
