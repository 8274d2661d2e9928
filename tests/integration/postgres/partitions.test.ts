import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { middleOf, partitionOf } from "../../support/postgres/months.ts";
import {
  besideWriter,
  dropPartition,
  partitionHolding,
  partitions,
} from "../../support/postgres/partitions.ts";
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
    assert.deepEqual(await partitions(owner), ["event_default", ...[0, 1, 2, 3].map(partitionOf)]);
    assert.deepEqual(await upkeep(), {
      partitionsCreated: 0,
      partitionsDropped: 0,
      claimsPurged: 0,
      deadEventsPurged: 0,
    });
  });

  test("an event without a partition of its month is stored all the same, and moved there later", async () => {
    await dropPartition(owner, 2);
    const event = verifiedEvent({ receivedAt: middleOf(2) });
    assert.deepEqual(await store.claim([event]), ["stored"]);
    assert.equal(await countRows(owner, "event_default"), 1);

    assert.equal((await upkeep()).partitionsCreated, 1);

    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await partitionHolding(owner, event.eventId), partitionOf(2));
    assert.deepEqual(await store.claim([event]), ["redelivered"]);
  });

  test("events of months long past get partitions, too, so that they can be dropped one day", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-5) });
    await store.claim([event]);

    await upkeep();

    assert.equal(await partitionHolding(owner, event.eventId), partitionOf(-5));
  });

  test("a new partition accepts events and refuses a second row of the same key, as the others do", async () => {
    await dropPartition(owner, 3);
    await upkeep();
    const event = verifiedEvent({ receivedAt: middleOf(3) });
    await store.claim([event]);

    assert.equal(await partitionHolding(owner, event.eventId), partitionOf(3));
    await assert.rejects(
      owner.query(sql.unsafe`insert into event select * from event where event_id = ${event.eventId}::uuid`),
      /unique/,
    );
  });

  test("a partition is created beside a writer whose transaction is open", async () => {
    await dropPartition(owner, 3);
    await besideWriter(database, 0, async () => {
      assert.equal((await upkeep()).partitionsCreated, 1);
    });
    assert.deepEqual((await partitions(owner)).at(-1), partitionOf(3));
  });

  test("behind a writer of the default partition it gives up, harms nobody, and succeeds the next time", async () => {
    await dropPartition(owner, 3);
    await besideWriter(database, 3, async () => {
      await assert.rejects(upkeep(), StoreUnavailable);
      assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    });

    assert.equal((await upkeep()).partitionsCreated, 1);
    assert.equal(await countRows(owner, "event_default"), 0);
    assert.equal(await countRows(owner, "event"), 2);
  });

  test("events that arrive while their month's partition is made are stored, at worst at the second try", async () => {
    await dropPartition(owner, 3);
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
    await dropPartition(owner, 2);
    await dropPartition(owner, 3);

    const results = await Promise.all([upkeep(), upkeep()]);

    assert.equal(
      results.reduce((sum, { partitionsCreated }) => sum + partitionsCreated, 0),
      2,
    );
  });

  async function upkeep(options: Parameters<typeof runUpkeep>[1] = {}) {
    return (await runUpkeep(upkeeper, options)).done;
  }
});
