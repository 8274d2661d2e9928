import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { sendAround } from "../../support/local/aws.ts";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized } from "../../support/local/events.ts";
import { Fates, storedOnce, textOf } from "../../support/local/fates.ts";
import { queueMessage } from "../../support/local/message.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

const queue = "fluxa-events";

suite("processor-failure", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    // A message comes back when the visibility of a processor that died has passed.
    fluxa = await startTroubled({ processTimeoutSeconds: 3, visibilitySeconds: 4, outboxLeaseSeconds: 4 });
    fates = await Fates.follow(fluxa);
  });

  test("an event whose processor dies before it is stored comes again", async () => {
    await fluxa.faults.set(["process.claim=crash@1x1"]);

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("before")));

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });

  test("an event whose processor dies right after it was stored is stored once, and announced by the relay", async () => {
    await fluxa.faults.set(["process.claim=crash-after@1x1"]);

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("after")));

    const receipt = await call(`${fluxa.apiUrl}/v1/events/${eventId}`, { headers: { prefer: "wait=15" } });
    assert.equal(Object(receipt.json).status, "notified", receipt.text);
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    await assertShown(fluxa, "processor-failure", ["OutboxAge"]);
  });

  test("a batch that could not be stored is given back whole, and none of it is lost", async () => {
    await fluxa.faults.set(["process.claim=cut@1x1"]);

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("cut")));

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    await assertShown(fluxa, "processor-failure", ["BatchItemFailures"]);
  });

  test("a message that Fluxa did not write is dead-lettered at once as it was, and disturbs no other", async () => {
    await fluxa.faults.set([]);
    const others = ["one", "two", "three"].map((id) => queueMessage(id));

    await sendAround(fluxa, queue, "{}", { correlation_id: "corr-malformed", foreign: "kept" });
    for (const { body, attributes } of others) await sendAround(fluxa, queue, body, attributes);

    const fated = await fates.of(...others.map(({ eventId }) => eventId));
    assert.deepEqual(
      fated,
      others.map(() => storedOnce),
    );
    const [letter, ...further] = fates.lettersOf();
    assert.ok(letter !== undefined && further.length === 0, "one dead letter");
    assert.equal(letter.Body, "{}");
    assert.deepEqual(
      ["failure_type", "attempts", "correlation_id", "foreign"].map((name) => textOf(letter, name)),
      ["malformed_message", "1", "corr-malformed", "kept"],
    );
    await assertShown(fluxa, "processor-failure", ["DeadLettered", "MalformedMessages"]);
  });
});
