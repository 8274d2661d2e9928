import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { sendAround } from "../../support/local/aws.ts";
import { accepted, post } from "../../support/local/client.ts";
import { authorized } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

suite("sqs-throttled", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  test("a send that SQS refuses twice is tried a third time, and the producer hears nothing of it", async () => {
    const rule = "sqs.send=refuse@1x2";
    await fluxa.faults.set([rule]);

    const reply = await post(fluxa.apiUrl, authorized("patient"));

    assert.equal(reply.status, 202, reply.text);
    assert.equal((await fluxa.faults.counts())[rule], 2);
    assert.deepEqual(await fates.of(accepted(reply).eventId), [storedOnce]);
  });

  test("an event that SQS does not take is answered with 503 and when to send it again, and then stored once", async () => {
    await fluxa.faults.set(["sqs.send=refuse"]);

    assertRetryable(await post(fluxa.apiUrl, authorized("refused")), 503, "unavailable");

    await assertShown(fluxa, "sqs-throttled", ["QueueFailures"]);
    await fluxa.faults.set([]);
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("refused")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });

  test("a message whose dead letter SQS does not take stays in the queue until it does", async () => {
    // A call with one letter is tried three times.
    const rule = "sqs.dead-letter=refuse@1x3";
    await fluxa.faults.set([rule]);

    await sendAround(fluxa, "fluxa-events", "not of Fluxa");

    await fates.of();
    assert.equal((await fluxa.faults.counts())[rule], 3);
    assert.deepEqual(
      fates.lettersOf().map(({ Body }) => Body),
      ["not of Fluxa"],
    );
    await assertShown(fluxa, "sqs-throttled", ["DeadLetterFailures"]);
  });
});
