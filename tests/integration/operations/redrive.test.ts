import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { Letter } from "../../../runtime/operations/ports.ts";
import { startRedrive } from "../../../runtime/operations/redrive/redrive.ts";
import { deadLetter, deadLetters } from "../../support/operations/letters.ts";
import { careless, order, pace } from "../../support/operations/orders.ts";
import { createWorld, type World } from "../../support/operations/world.ts";

suite("a redrive", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

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
    assert.equal(await world.left(), 30);
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

  test("a second redrive of what died again stores it, and nothing twice", async () => {
    const letters = deadLetters(15);
    await world.bury(letters);
    world.processor.go();
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

  test("tells what was stored before from what contradicts it", async () => {
    const first = deadLetter({ id: "order-1", inline: true });
    const same = deadLetter({ id: "order-1", inline: true });
    const other = deadLetter({ id: "order-1", inline: true, transactionId: "tx-other" });
    world.processor.go();
    await world.bury([first]);
    assert.equal((await startRedrive(careless, world.ports)).counts.stored, 1);
    await world.bury([same, other]);

    const { counts } = await startRedrive(careless, world.ports);

    assert.deepEqual(counts, { sent: 2, stored: 0, duplicates: 1, dead: 1, undecided: 0 });
    assert.deepEqual(await world.stored(), new Map([[first.eventId, 1]]));
    const receipt = await world.ports.receipts.receipt(first.eventId, "all");
    assert.ok(receipt?.status === "persisted" || receipt?.status === "notified");
    assert.deepEqual([receipt.duplicates, receipt.conflicts], [1, 1]);
  });

  test("takes nothing for a fate but the same content", async () => {
    const first = deadLetter({ id: "order-2", inline: true });
    const other = deadLetter({ id: "order-2", inline: true, transactionId: "tx-other" });
    world.processor.go();
    await world.bury([first]);
    await startRedrive(order(), world.ports);
    await world.processor.pause();
    await world.bury([other]);

    const impatient = order({ pace: pace({ canary: 0, patienceSeconds: 1 }) });
    const { counts } = await startRedrive(impatient, world.ports);

    assert.deepEqual(counts, { sent: 1, stored: 0, duplicates: 0, dead: 0, undecided: 1 });
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
    assert.equal(await world.left(), 1);
  });
});
