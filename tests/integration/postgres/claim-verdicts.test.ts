import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { countersOf, countRows } from "../../support/postgres/claims.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { again, contradicting, verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("the verdicts of the store", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let query: DatabasePool;

  before(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    query = await database.pool("fluxa_query");
  });
  after(() => database.drop());

  test("an event that nobody sent before is stored", async () => {
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("the same acceptance again is a redelivery and counts nothing", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await store.claim([event]), ["redelivered"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 0, conflicts: 0 });
  });

  test("a redelivery writes nothing", async () => {
    const events = [verifiedEvent(), verifiedEvent()];
    await store.claim(events);
    const before = await versionsOf(events);
    await store.claim(events);

    assert.deepEqual(await versionsOf(events), before);
  });

  test("another acceptance of the same content is a duplicate", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await store.claim([again(event)]), ["duplicate"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 1, conflicts: 0 });
  });

  test("another fingerprint under the same identity is a conflict", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await store.claim([contradicting(event)]), ["conflict"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 0, conflicts: 1 });
  });

  test("another type under the same identity is a conflict, though the payload is the same", async () => {
    const event = verifiedEvent();
    await store.claim([event]);
    const other = again({ ...event, event: { ...event.event, type: "transaction.captured" } });

    assert.deepEqual(await store.claim([other]), ["conflict"]);
  });

  test("a duplicate or conflict that is delivered again keeps its verdict and is counted once", async () => {
    const event = verifiedEvent();
    const duplicate = again(event);
    const conflict = contradicting(event);
    await store.claim([event]);
    await store.claim([duplicate, conflict]);

    assert.deepEqual(await store.claim([conflict]), ["conflict"]);
    assert.deepEqual(await store.claim([duplicate]), ["duplicate"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 1, conflicts: 1 });
  });

  test("several records of one new identity in one batch are judged in their order and counted", async () => {
    const event = verifiedEvent();
    const batch = [event, again(event), contradicting(event), event, again(event)];

    assert.deepEqual(await store.claim(batch), [
      "stored",
      "duplicate",
      "conflict",
      "redelivered",
      "duplicate",
    ]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 2, conflicts: 1 });
  });

  test("a batch that begins with a redelivery still counts what else it says of that identity", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await store.claim([event, contradicting(event), again(event)]), [
      "redelivered",
      "conflict",
      "duplicate",
    ]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 1, conflicts: 1 });
  });

  test("records that contradict the batch's first but match the stored event are duplicates", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await store.claim([contradicting(event), again(event)]), ["conflict", "duplicate"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 1, conflicts: 1 });
  });

  test("one acceptance that arrives twice in a batch is counted once", async () => {
    const event = verifiedEvent();
    const duplicate = again(event);

    assert.deepEqual(await store.claim([event, duplicate, duplicate]), ["stored", "duplicate", "duplicate"]);
    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 1, conflicts: 0 });
  });

  test("counters stay exact beyond the acceptances that are remembered", async () => {
    const event = verifiedEvent();
    await store.claim([event, ...Array.from({ length: 20 }, () => again(event))]);
    await store.claim(Array.from({ length: 30 }, () => again(event)));

    assert.deepEqual(await countersOf(query, event.eventId), { duplicates: 50, conflicts: 0 });
  });

  test("verdicts come back in the order of the records, whatever the order of their event ids", async () => {
    const known = Array.from({ length: 20 }, () => verifiedEvent());
    await store.claim(known);
    const batch = known.flatMap((event) => [again(event), verifiedEvent(), event]);

    const verdicts = await store.claim(batch);

    assert.deepEqual(
      verdicts,
      known.flatMap(() => ["duplicate", "stored", "redelivered"]),
    );
  });

  test("an empty batch has no verdicts", async () => {
    assert.deepEqual(await store.claim([]), []);
  });

  test("one event is one row and one notification, whatever was said of it", async () => {
    const own = await createTestDatabase();
    try {
      const processor = createProcessorStore(await own.pool("fluxa_processor"), { leaseSeconds: 60 });
      const reader = await own.pool("fluxa_query");
      const event = verifiedEvent();
      for (const batch of [[event, again(event)], [again(event)], [contradicting(event), event]]) {
        await processor.claim(batch);
      }

      assert.equal(await countRows(reader, "event"), 1);
      assert.equal(await countRows(reader, "claim"), 1);
      assert.equal(await countRows(reader, "outbox"), 1);
    } finally {
      await own.drop();
    }
  });

  /** Which transactions wrote the claims of these events; an update is a new version of the row. */
  async function versionsOf(events: readonly VerifiedEvent[]): Promise<readonly string[]> {
    const eventIds = sql.array(
      events.map(({ eventId }) => eventId),
      "uuid",
    );
    return query.anyFirst(sql.type(v.strictObject({ version: v.string() }))`
      select xmin::text as version from claim where event_id = any(${eventIds}) order by event_id
    `);
  }
});
