import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { clientDefaults } from "../../../runtime/adapters/aws-client.ts";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized, transactionOfBytes } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";
import { until } from "../../support/until.ts";

/** Calls that a function makes before it gives up. */
const tries = clientDefaults.maxAttempts;

suite("s3-failure", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  const large = (id: string) => authorized(id, transactionOfBytes(300_000));

  test("while S3 takes nothing small payloads pass, and large ones are answered with 503", async () => {
    await fluxa.faults.set(["s3.put=refuse"]);

    assertRetryable(await post(fluxa.apiUrl, large("not-put")), 503, "unavailable");
    const small = accepted(await post(fluxa.apiUrl, authorized("small")));

    assert.deepEqual(await fates.of(small.eventId), [storedOnce]);
    await assertShown(fluxa, "s3-failure", ["StorageFailures"]);
    await fluxa.faults.set([]);
    const { eventId } = accepted(await post(fluxa.apiUrl, large("not-put")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });

  test("while S3 gives nothing large payloads wait, unjudged, and small ones pass them", async () => {
    const rule = "s3.get=refuse";
    await fluxa.faults.set([rule]);

    const waiting = accepted(await post(fluxa.apiUrl, large("waiting")));
    const passing = accepted(await post(fluxa.apiUrl, authorized("passing")));

    const receipt = await call(`${fluxa.apiUrl}/v1/events/${passing.eventId}`, {
      headers: { prefer: "wait=15" },
    });
    assert.equal(Object(receipt.json).status, "notified", receipt.text);
    await until("all tries of one delivery to be refused", async () =>
      ((await fluxa.faults.counts())[rule] ?? 0) >= tries ? true : undefined,
    );
    await fluxa.faults.set([]);
    assert.deepEqual(await fates.of(waiting.eventId, passing.eventId), [storedOnce, storedOnce]);
  });

  test("a payload that is not in S3 is dead-lettered at once, and is stored when the event is sent again", async () => {
    await fluxa.faults.set(["s3.get=missing@1x1"]);

    const { eventId } = accepted(await post(fluxa.apiUrl, large("missing")));

    assert.deepEqual(await fates.of(eventId), [{ rows: 0, announced: false, dead: ["payload_missing"] }]);
    await assertShown(fluxa, "s3-failure", ["PayloadsMissing"]);
    accepted(await post(fluxa.apiUrl, large("missing")));
    assert.deepEqual(await fates.of(eventId), [{ ...storedOnce, dead: ["payload_missing"] }]);
  });
});
