import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized, canonical, transaction } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

suite("idempotency-conflict", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  const receiptOf = async (eventId: string) =>
    Object((await call(`${fluxa.apiUrl}/v1/events/${eventId}`)).json);

  test("the event that was stored first stands, and the other one is dead-lettered with all that it said", async () => {
    const first = accepted(await post(fluxa.apiUrl, authorized("reused", transaction({ version: 1 }))));
    assert.deepEqual(await fates.of(first.eventId), [storedOnce]);

    const other = accepted(await post(fluxa.apiUrl, authorized("reused", transaction({ version: 2 }))));

    assert.equal(other.eventId, first.eventId);
    assert.deepEqual(await fates.of(first.eventId), [{ ...storedOnce, dead: ["idempotency_conflict"] }]);
    assert.deepEqual(await fates.database.rowsOf(first.eventId), [
      { correlationId: first.correlationId, fingerprint: first.fingerprint },
    ]);
    const { status, conflicts, duplicates } = await receiptOf(first.eventId);
    assert.deepEqual([status, conflicts, duplicates], ["notified", 1, 0]);
    const [letter] = fates.lettersOf(first.eventId);
    assert.ok(letter?.Body?.includes(canonical(transaction({ version: 2 }))), letter?.Body);
    await assertShown(fluxa, "idempotency-conflict");
  });

  test("another type under the same id is a conflict, too", async () => {
    const event = authorized("retyped");
    const first = accepted(await post(fluxa.apiUrl, event));
    assert.deepEqual(await fates.of(first.eventId), [storedOnce]);

    accepted(await post(fluxa.apiUrl, { ...event, type: "transaction.captured" }));

    assert.deepEqual(await fates.of(first.eventId), [{ ...storedOnce, dead: ["idempotency_conflict"] }]);
  });

  test("a retry with the same content is no conflict, however its JSON is written", async () => {
    const { id, type, data } = authorized("retried");
    const { eventId } = accepted(await post(fluxa.apiUrl, { id, type, data }));
    assert.deepEqual(await fates.of(eventId), [storedOnce]);

    const reversed = Object.fromEntries(Object.entries(transaction()).reverse());
    accepted(await post(fluxa.apiUrl, JSON.stringify({ data: reversed, type, id }, undefined, 2)));

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    const { conflicts, duplicates } = await receiptOf(eventId);
    assert.deepEqual([conflicts, duplicates], [0, 1]);
  });
});
