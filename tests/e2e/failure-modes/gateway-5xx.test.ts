import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";
import { until } from "../../support/until.ts";

suite("gateway-5xx", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  test("a function that dies is a 500 that says when to send again, and the same request is stored once", async () => {
    await fluxa.faults.set(["ingest=crash@1x1"]);

    assertRetryable(await post(fluxa.apiUrl, authorized("died")), 500, "internal_error");

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("died")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });

  test("a function that is not invoked is a 500 that says when to send again", async () => {
    await fluxa.faults.set(["ingest=throttle@1x1"]);

    assertRetryable(await post(fluxa.apiUrl, authorized("throttled")), 500, "internal_error");

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("throttled")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });

  test("a reader hears 503 and when to come back while the database is away, and the receipt afterwards", async () => {
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("read")));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    const read = () => call(`${fluxa.apiUrl}/v1/events/${eventId}`);

    await fluxa.faults.database.stop();
    assertRetryable(await read(), 503, "unavailable");

    await assertShown(fluxa, "gateway-5xx");
    await fluxa.faults.database.start();
    const receipt = await until("the receipt", async () => {
      const { status, json } = await read();
      return status === 200 ? json : undefined;
    });
    assert.equal(Object(receipt).status, "notified");
  });
});
