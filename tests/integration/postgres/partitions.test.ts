import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { claimsOf, countRows } from "../../support/postgres/claims.ts";
import { middleOf, partitionOf } from "../../support/postgres/months.ts";
import { runUpkeep } from "../../support/postgres/run-upkeep.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("upkeep of partitions", () => {
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

  test("a fresh database has the partitions of this month and the next three", async () => {
    assert.deepEqual(await partitions(), ["event_default", ...[0, 1, 2, 3].map(partitionOf)]);
    assert.deepEqual(await upkeep(), {
      partitionsCreated: 0,
      partitionsDropped: 0,
      claimsPurged: 0,
      deadEventsPurged: 0,
    });
  });

  test("an event without a partition of its month is stored all the same, and moved there later", async () => {
    await dropPartition(2);
    const event = verifiedEvent({ receivedAt: middleOf(2) });
    assert.deepEqual(await store.claim([event]), ["stored"]);
    assert.equal(await countRows(owner, "event_default"), 1);

    assert.equal((await upkeep()).partitionsCreated, 1);

    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await partitionHolding(event.eventId), partitionOf(2));
    assert.deepEqual(await store.claim([event]), ["redelivered"]);
  });

  test("events of months long past get partitions, too, so that they can be dropped one day", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-5) });
    await store.claim([event]);

    await upkeep();

    assert.equal(await partitionHolding(event.eventId), partitionOf(-5));
  });

  test("a new partition accepts events and refuses a second row of the same key, as the others do", async () => {
    await dropPartition(3);
    await upkeep();
    const event = verifiedEvent({ receivedAt: middleOf(3) });
    await store.claim([event]);

    assert.equal(await partitionHolding(event.eventId), partitionOf(3));
    await assert.rejects(
      owner.query(sql.unsafe`insert into event select * from event where event_id = ${event.eventId}::uuid`),
      /unique/,
    );
  });

  test("a partition is created beside a writer whose transaction is open", async () => {
    await dropPartition(3);
    await besideWriter(0, async () => {
      assert.equal((await upkeep()).partitionsCreated, 1);
    });
    assert.deepEqual((await partitions()).at(-1), partitionOf(3));
  });

  test("behind a writer of the default partition it gives up, harms nobody, and succeeds the next time", async () => {
    await dropPartition(3);
    await besideWriter(3, async () => {
      await assert.rejects(upkeep(), StoreUnavailable);
      assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    });

    assert.equal((await upkeep()).partitionsCreated, 1);
    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await countRows(owner, "event"), 2);
  });

  test("events that arrive while their month's partition is made are stored, at worst at the second try", async () => {
    await dropPartition(3);
    const hammering = await createProcessorStore(await database.pool("fluxa_processor", { poolSize: 8 }), {
      leaseSeconds: 60,
    });
    let upkeepRuns = true;
    const storeOne = async () => {
      const event = verifiedEvent({ receivedAt: middleOf(3) });
      const verdicts = await hammering.claim([event]).catch((error: unknown) => {
        if (error instanceof StoreUnavailable) return hammering.claim([event]);
        throw error;
      });
      assert.deepEqual(verdicts, ["stored"]);
    };
    const writers = Array.from({ length: 8 }, async () => {
      let stored = 0;
      while (upkeepRuns || stored < 20) {
        await storeOne();
        stored += 1;
      }
      return stored;
    });
    await storeOne();
    const { partitionsCreated } = await upkeep().finally(() => {
      upkeepRuns = false;
    });
    const stored = (await Promise.all(writers)).reduce((sum, count) => sum + count, 1);

    assert.equal(partitionsCreated, 1);
    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await countRows(owner, "event"), stored);
  });

  test("two upkeeps at once create each partition once", async () => {
    await dropPartition(2);
    await dropPartition(3);

    const results = await Promise.all([upkeep(), upkeep()]);

    assert.equal(
      results.reduce((sum, { partitionsCreated }) => sum + partitionsCreated, 0),
      2,
    );
  });

  test("only partitions that are wholly older than the retention are dropped", async () => {
    const old = verifiedEvent({ receivedAt: middleOf(-4) });
    const recent = verifiedEvent({ receivedAt: middleOf(-3) });
    await store.claim([old, recent]);
    await store.clear([old.eventId, recent.eventId]);
    await upkeep();

    // Of the later month one half is older than that.
    const eventRetentionDays = Math.floor((Date.now() - Date.parse(middleOf(-3))) / 86_400_000);
    const { partitionsDropped } = await upkeep({ eventRetentionDays });

    assert.equal(partitionsDropped, 1);
    assert.equal(await partitionHolding(old.eventId), undefined);
    assert.equal(await partitionHolding(recent.eventId), partitionOf(-3));
    assert.equal((await claimsOf(owner, [old.eventId])).size, 1);
  });

  test("a partition with a notification that is still pending stays until that is out", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-4) });
    await store.claim([event]);
    await upkeep();

    assert.equal((await upkeep({ eventRetentionDays: 62 })).partitionsDropped, 0);
    await store.clear([event.eventId]);
    assert.equal((await upkeep({ eventRetentionDays: 62 })).partitionsDropped, 1);
  });

  test("dropping gives up behind a writer, and what else upkeep does is done", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-4) });
    await store.claim([event]);
    await store.clear([event.eventId]);
    await upkeep();
    await dropPartition(3);

    await besideWriter(0, async () => {
      await assert.rejects(upkeep({ eventRetentionDays: 62 }), StoreUnavailable);
    });

    assert.equal((await partitions()).at(-1), partitionOf(3));
    assert.equal(await partitionHolding(event.eventId), partitionOf(-4));
  });

  test("a retention that would lose what was just stored is refused", async () => {
    await assert.rejects(upkeep({ eventRetentionDays: 0 }), /at least 1/);
  });

  async function upkeep(options: Parameters<typeof runUpkeep>[1] = {}) {
    return (await runUpkeep(upkeeper, options)).done;
  }

  async function partitions(): Promise<readonly string[]> {
    const names = await owner.anyFirst(sql.type(v.strictObject({ name: v.string() }))`
      select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = 'event'::regclass
    `);
    return [...names].sort((one, other) =>
      one === "event_default" ? -1 : other === "event_default" ? 1 : one.localeCompare(other),
    );
  }

  async function partitionHolding(eventId: string): Promise<string | undefined> {
    const row = await owner.maybeOne(sql.type(v.strictObject({ name: v.string() }))`
      select tableoid::regclass::text as name from event where event_id = ${eventId}::uuid
    `);
    return row?.name;
  }

  async function dropPartition(months: number): Promise<void> {
    await owner.query(sql.unsafe`drop table ${sql.identifier([partitionOf(months)])}`);
  }

  /** Does something while another transaction has stored an event of that month and is still open. */
  async function besideWriter(months: number, work: () => Promise<void>): Promise<void> {
    const event = verifiedEvent({ receivedAt: middleOf(months) });
    const writer = await database.pool("fluxa_processor", { poolSize: 1 });
    const insert = sql.unsafe`
      insert into event (received_at, event_id, producer, source, source_id, type, user_id,
        correlation_id, fingerprint, payload_bytes, data)
      values (${event.receivedAt}::timestamptz, ${event.eventId}::uuid, 'shop', 's', 'i', 't', 'u', 'c',
        ${sql.binary(Buffer.from(event.fingerprint, "hex"))}, 2, '{}')
    `;
    await besideTransaction(writer, insert, work);
  }
});
