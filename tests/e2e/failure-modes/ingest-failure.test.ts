import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import * as v from "valibot";
import { BatchAnswer } from "../../../runtime/contract/openapi/batch-answer.ts";
import { objectsNaming } from "../../support/local/aws.ts";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized, transactionOfBytes } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

suite("ingest-failure", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  async function postBatch(ids: readonly string[]) {
    const reply = await call(`${fluxa.apiUrl}/v1/events/batch`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(ids.map((id) => authorized(id))),
    });
    return v.parse(BatchAnswer, reply.json).results;
  }

  test("an event whose payload could not be put in S3 is not answered with 202", async () => {
    const large = authorized("large", transactionOfBytes(400_000));
    await fluxa.faults.set(["s3.put=refuse"]);

    const refused = await post(fluxa.apiUrl, large);

    assertRetryable(refused, 503, "unavailable");
    await assertShown(fluxa, "ingest-failure");
    await fluxa.faults.set([]);
    const { eventId } = accepted(await post(fluxa.apiUrl, large));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    assert.equal((await objectsNaming(fluxa, eventId)).length, 1);
  });

  test("each event of a batch is answered with 202 only when SQS has it", async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `item-${index}`);
    // Each of the three times that it is offered.
    await fluxa.faults.set(["sqs.send=refuse-some@1x3"]);

    const results = await postBatch(ids);

    const taken = results.flatMap((result) => ("code" in result ? [] : [result.eventId]));
    assert.ok(taken.length < ids.length, "SQS did not take all of them");
    assert.deepEqual(
      await fates.of(...taken),
      taken.map(() => storedOnce),
    );
    await fluxa.faults.set([]);
    const again = (await postBatch(ids)).map(({ eventId }) => eventId ?? "");
    assert.deepEqual(
      await fates.of(...again),
      ids.map(() => storedOnce),
    );
  });

  test("an event whose acknowledgement was lost is stored once when it is sent again", async () => {
    await fluxa.faults.set(["sqs.send=crash-after@1x1"]);

    assertRetryable(await post(fluxa.apiUrl, authorized("unheard")), 500, "internal_error");

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("unheard")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    const receipt = await call(`${fluxa.apiUrl}/v1/events/${eventId}`);
    assert.equal(Object(receipt.json).duplicates, 1);
  });
});
