import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { sql } from "slonik";
import * as v from "valibot";
import { createOutboxStore } from "../../../runtime/adapters/postgres/outbox-store.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { claimsOf, countRows } from "../../support/postgres/claims.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("the outbox", () => {
  let database: TestDatabase;
  let processor: DatabasePool;
  let query: DatabasePool;

  beforeEach(async () => {
    database = await createTestDatabase();
    processor = await database.pool("fluxa_processor", { poolSize: 8 });
    query = await database.pool("fluxa_query");
  });
  afterEach(() => database.drop());

  test("a notification belongs to the processor until its lease has passed", async () => {
    const store = createProcessorStore(processor, { leaseSeconds: 60 });
    const event = verifiedEvent();
    await store.claim([event]);

    assert.deepEqual(await relay(60).lease(10), []);
    await expireLeases();
    assert.deepEqual(
      (await relay(60).lease(10)).map(({ eventId }) => eventId),
      [event.eventId],
    );
  });

  test("what is leased is everything that a notification needs, as it was accepted", async () => {
    const event = verifiedEvent({
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      event: {
        id: "order-1",
        source: "/producers/shop",
        type: "transaction.captured",
        subject: "tx-1",
        time: "2026-11-22T17:48:00.123456789+05:30",
        dataschema: "https://schemas.example/1",
        extensions: { region: "eu", attempt: 2, test: false },
      },
      canonical: '{"amount":1999,"note":"\u{1f600}"}',
    });
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim([event]);

    const { acceptanceId, userId, ...published } = event;
    assert.deepEqual(await relay(60).lease(10), [published]);
  });

  test("attributes that the producer left out stay out", async () => {
    const event = verifiedEvent();
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim([event]);

    const { acceptanceId, userId, ...published } = event;
    assert.deepEqual(await relay(60).lease(10), [published]);
  });

  test("a payload larger than a notification may carry is left behind, one that just fits is not", async () => {
    const fits = verifiedEvent({ canonical: `"${"x".repeat(98)}"`, receivedAt: "2026-11-22T10:00:00.000Z" });
    const large = verifiedEvent({ canonical: `"${"x".repeat(99)}"`, receivedAt: "2026-11-22T11:00:00.000Z" });
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim([large, fits]);

    const leased = await createOutboxStore(processor, { leaseSeconds: 60, inlineBytes: 100 }).lease(10);

    assert.deepEqual(
      leased.map(({ canonical, payloadBytes }) => ({ canonical, payloadBytes })),
      [
        { canonical: fits.canonical, payloadBytes: 100 },
        { canonical: undefined, payloadBytes: 101 },
      ],
    );
  });

  test("an expired lease is taken again, one that holds is not", async () => {
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim([verifiedEvent()]);

    assert.equal((await relay(60).lease(10)).length, 1);
    assert.equal((await relay(60).lease(10)).length, 0);
    await expireLeases();
    assert.equal((await relay(60).lease(10)).length, 1);
  });

  test("relays at once share the notifications out and never take one twice", async () => {
    const events = Array.from({ length: 400 }, () => verifiedEvent());
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim(events);

    const taken = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const mine: string[] = [];
        for (let empty = 0; empty < 3; ) {
          const leased = await relay(600).lease(7);
          if (leased.length === 0) empty += 1;
          mine.push(...leased.map(({ eventId }) => eventId));
        }
        return mine;
      }),
    );

    assert.deepEqual(taken.flat().sort(), events.map(({ eventId }) => eventId).sort());
  });

  test("a relay passes by what another is just taking, instead of waiting for it", async () => {
    const events = [verifiedEvent(), verifiedEvent()] as const;
    await createProcessorStore(processor, { leaseSeconds: 0 }).claim(events);

    const others = await database.pool("fluxa_processor", { poolSize: 1 });
    const locking = sql.unsafe`select from outbox where event_id = ${events[0].eventId}::uuid for update`;
    // A relay that waits is given up by the server, and not by the test.
    const impatient = await database.pool("fluxa_processor", { poolSize: 1, statementTimeoutMs: 5_000 });
    const leased = await besideTransaction(others, locking, () => relay(60, impatient).lease(10));

    assert.deepEqual(
      leased.map(({ eventId }) => eventId),
      [events[1].eventId],
    );
  });

  test("clearing notes the time once and empties the outbox of these events only", async () => {
    const store = createProcessorStore(processor, { leaseSeconds: 60 });
    const events = [verifiedEvent(), verifiedEvent(), verifiedEvent()] as const;
    await store.claim(events);

    await store.clear([events[1].eventId, events[0].eventId]);
    const firstTime = await notifiedAt(events[0].eventId);
    await store.clear([events[0].eventId]);

    assert.notEqual(firstTime, null);
    assert.equal(await notifiedAt(events[0].eventId), firstTime);
    const claims = await claimsOf(
      query,
      events.map(({ eventId }) => eventId),
    );
    assert.deepEqual(
      events.map(({ eventId }) => claims.get(eventId)?.notified),
      [true, true, false],
    );
    assert.equal(await countRows(query, "outbox"), 1);
  });

  test("clearing nothing, or events that are not there, changes nothing", async () => {
    const store = createProcessorStore(processor, { leaseSeconds: 60 });
    await store.claim([verifiedEvent()]);

    await store.clear([]);
    await store.clear([verifiedEvent().eventId]);

    assert.equal(await countRows(query, "outbox"), 1);
  });

  test("the oldest age is that of the longest pending notification, leased or not, and 0 without any", async () => {
    const store = createProcessorStore(processor, { leaseSeconds: 60 });
    assert.equal(await relay(60).oldestAgeSeconds(), 0);
    const old = verifiedEvent();
    await store.claim([old, verifiedEvent()]);
    await asOwner(sql.fragment`
      update outbox set persisted_at = now() - interval '100 s' where event_id = ${old.eventId}::uuid
    `);

    const age = await relay(60).oldestAgeSeconds();

    assert.ok(age >= 100 && age < 1000, `age is ${age}`);
  });

  function relay(leaseSeconds: number, pool = processor) {
    return createOutboxStore(pool, { leaseSeconds, inlineBytes: 65_536 });
  }

  async function expireLeases(): Promise<void> {
    await asOwner(sql.fragment`update outbox set lease_until = now() - interval '1 s'`);
  }

  async function asOwner(statement: ReturnType<typeof sql.fragment>): Promise<void> {
    const owner = await database.pool("fluxa_migrator", { poolSize: 1 });
    await owner.query(sql.type(v.unknown())`${statement}`);
  }

  async function notifiedAt(eventId: string): Promise<string | null> {
    return query.oneFirst(
      sql.type(v.strictObject({ at: v.nullable(v.string()) }))`
        select notified_at::text as at from claim where event_id = ${eventId}::uuid
      `,
    );
  }
});
