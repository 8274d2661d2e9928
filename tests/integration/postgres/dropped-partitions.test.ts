import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { claimsOf } from "../../support/postgres/claims.ts";
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

describe("upkeep of partitions past their retention", () => {
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
    assert.equal(await partitionHolding(owner, old.eventId), undefined);
    assert.equal(await partitionHolding(owner, recent.eventId), partitionOf(-3));
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
    await dropPartition(owner, 3);

    await besideWriter(database, 0, async () => {
      await assert.rejects(upkeep({ eventRetentionDays: 62 }), StoreUnavailable);
    });

    assert.equal((await partitions(owner)).at(-1), partitionOf(3));
    assert.equal(await partitionHolding(owner, event.eventId), partitionOf(-4));
  });

  test("a retention that would lose what was just stored is refused", async () => {
    await assert.rejects(upkeep({ eventRetentionDays: 0 }), /at least 1/);
  });

  async function upkeep(options: Parameters<typeof runUpkeep>[1] = {}) {
    return (await runUpkeep(upkeeper, options)).done;
  }
});
