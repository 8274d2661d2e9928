import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createReceiptStore } from "../../../runtime/adapters/postgres/receipt-store.ts";
import { createUpkeepStore } from "../../../runtime/adapters/postgres/upkeep-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { countersOf, countRows } from "../../support/postgres/claims.ts";
import { middleOf, partitionOf } from "../../support/postgres/months.ts";
import { runUpkeep } from "../../support/postgres/run-upkeep.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { again, contradicting, verifiedEvent } from "../../support/postgres/verified-event.ts";

const twoMonths = { eventRetentionDays: 62 };

describe("retention", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let owner: DatabasePool;
  let upkeeper: DatabasePool;

  beforeEach(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    owner = await database.pool("fluxa_migrator");
    upkeeper = await database.pool("fluxa_upkeep");
  });
  afterEach(() => database.drop());

  test("an event is known after its partition was dropped: nothing of it is stored again", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-4) });
    await storeNotified(event);
    await runUpkeep(upkeeper);
    assert.equal((await runUpkeep(upkeeper, twoMonths)).done.partitionsDropped, 1);

    const verdicts = [];
    for (const record of [event, again(event), contradicting(event)]) {
      verdicts.push(...(await store.claim([record])));
    }

    assert.deepEqual(verdicts, ["redelivered", "duplicate", "conflict"]);
    assert.equal(await countRows(owner, "event"), 0);
    assert.equal(await countRows(owner, "outbox"), 0);
    assert.deepEqual(await countersOf(owner, event.eventId), { duplicates: 1, conflicts: 1 });
    const receipts = createReceiptStore(await database.pool("fluxa_query"), { inlineBytes: 65_536 });
    const receipt = await receipts.receipt(event.eventId, "all");
    assert.equal(receipt?.status, "notified");
    assert.equal(receipt.status === "notified" && receipt.stored, undefined);
    assert.equal(await receipts.payload(event.eventId, "all"), undefined);
  });

  test("events without a partition of their month show in the metric of the run that moves them, and no longer", async () => {
    await dropPartition(0);
    await store.claim([verifiedEvent(), verifiedEvent()]);

    const { metrics: first } = await runUpkeep(upkeeper);
    const { metrics: second } = await runUpkeep(upkeeper);

    assert.equal(first.get("DefaultPartitionRows"), 2);
    assert.equal(second.get("DefaultPartitionRows"), 0);
    assert.equal(await countRows(owner, "event_default"), 0);
  });

  test("months ahead are counted up to the first that has no partition", async () => {
    assert.equal((await runUpkeep(upkeeper)).metrics.get("PartitionsAhead"), 3);
    await dropPartition(2);
    assert.equal(await monthsAhead(), 1);
    await dropPartition(1);
    assert.equal(await monthsAhead(), 0);
    assert.equal((await runUpkeep(upkeeper)).metrics.get("PartitionsAhead"), 3);
  });

  test("a month with more rows than can be moved at once keeps no other from its partition, and is moved by hand", async () => {
    await dropPartition(0);
    await dropPartition(3);
    await fillDefault(100_001);

    const { done, metrics } = await runUpkeep(upkeeper);

    assert.equal(done.partitionsCreated, 1);
    assert.equal(metrics.get("PartitionsAhead"), 3);
    assert.equal(metrics.get("DefaultPartitionRows"), 100_001);
    assert.equal(await countRows(owner, "event_default"), 100_001);
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);

    await owner.query(sql.unsafe`select create_event_partition(date_trunc('month', now(), 'UTC'))`);
    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await countRows(owner, "event"), 100_002);
  });

  test("the month with the fewest rows to move is made first, as a move may fail", async () => {
    await dropPartition(0);
    await dropPartition(3);
    await store.claim([verifiedEvent()]);
    const { createPartition } = createUpkeepStore(upkeeper, { ...twoMonths, claimRetentionDays: 90 });

    assert.equal(await createPartition(), 1);
    assert.equal(await monthsAhead(), 3);
    assert.equal(await countRows(owner, "event_default"), 1);
    assert.equal(await createPartition(), 1);
    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await createPartition(), 0);
  });

  test("events that arrive while a drop waits for a reader are stored", async () => {
    await storeNotified(verifiedEvent({ receivedAt: middleOf(-4) }));
    await runUpkeep(upkeeper);

    await besideTransaction(owner, sql.unsafe`select count(*) from event`, async () => {
      const dropping = assert.rejects(runUpkeep(upkeeper, twoMonths), StoreUnavailable);
      const verdicts = await Promise.all(Array.from({ length: 8 }, () => store.claim([verifiedEvent()])));
      assert.deepEqual(verdicts.flat(), Array(8).fill("stored"));
      await dropping;
    });

    assert.equal((await runUpkeep(upkeeper, twoMonths)).done.partitionsDropped, 1);
  });

  async function storeNotified(event: ReturnType<typeof verifiedEvent>): Promise<void> {
    await store.claim([event]);
    await store.clear([event.eventId]);
  }

  async function dropPartition(months: number): Promise<void> {
    await owner.query(sql.unsafe`drop table ${sql.identifier([partitionOf(months)])}`);
  }

  async function monthsAhead(): Promise<number> {
    const Months = v.strictObject({ months: v.number() });
    return upkeeper.oneFirst(sql.type(Months)`select months_ahead as months from event_partitions()`);
  }

  async function fillDefault(rows: number): Promise<void> {
    const { fingerprint } = verifiedEvent();
    await owner.query(sql.unsafe`
      insert into event (received_at, event_id, producer, source, source_id, type, user_id,
        correlation_id, fingerprint, payload_bytes, data)
      select now(), gen_random_uuid(), 'shop', 's', 'i', 't', 'u', 'c',
        ${sql.binary(Buffer.from(fingerprint, "hex"))}, 2, '{}'
      from generate_series(1, ${rows})
    `);
  }
});
