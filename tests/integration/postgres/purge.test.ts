import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createUpkeepStore } from "../../../runtime/adapters/postgres/upkeep-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { claimsOf } from "../../support/postgres/claims.ts";
import { middleOf } from "../../support/postgres/months.ts";
import { runUpkeep } from "../../support/postgres/run-upkeep.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("the purge of claims", () => {
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

  test("old claims are purged in slices once their events are gone, and no other claim", async () => {
    const old = Array.from({ length: 25 }, () => verifiedEvent({ receivedAt: middleOf(-8) }));
    const kept = verifiedEvent({ receivedAt: middleOf(-7) });
    const recent = verifiedEvent();
    const all = [...old, kept, recent];
    await store.claim(all);
    await store.clear(all.map(({ eventId }) => eventId));
    await owner.query(sql.unsafe`delete from event where event_id = any(${idsOf([...old, recent])})`);

    const store90 = createUpkeepStore(upkeeper, { eventRetentionDays: 365, claimRetentionDays: 90 });
    assert.equal(await store90.purgeClaims(10), 10);
    assert.equal(await purgeAfter90Days(), 15);
    assert.equal(await purgeAfter90Days(), 0);

    const left = await claimsOf(
      owner,
      all.map(({ eventId }) => eventId),
    );
    assert.deepEqual([...left.keys()].sort(), [kept.eventId, recent.eventId].sort());
  });

  test("a claim whose notification is pending is not purged", async () => {
    const event = verifiedEvent({ receivedAt: middleOf(-8) });
    await store.claim([event]);
    await owner.query(sql.unsafe`delete from event where event_id = ${event.eventId}::uuid`);

    assert.equal(await purgeAfter90Days(), 0);
    await store.clear([event.eventId]);
    assert.equal(await purgeAfter90Days(), 1);
  });

  test("a claim that is in use is passed by, not waited for", async () => {
    const events = [
      verifiedEvent({ receivedAt: middleOf(-8) }),
      verifiedEvent({ receivedAt: middleOf(-8) }),
    ] as const;
    await store.claim(events);
    await store.clear(events.map(({ eventId }) => eventId));
    await owner.query(sql.unsafe`delete from event`);

    await besideTransaction(
      owner,
      sql.unsafe`select from claim where event_id = ${events[0].eventId}::uuid for no key update`,
      async () => assert.equal(await purgeAfter90Days(), 1),
    );
    assert.equal((await claimsOf(owner, [events[0].eventId])).size, 1);
  });

  test("a retention that would let a redriven event be stored again is refused", async () => {
    await assert.rejects(upkeeper.query(sql.unsafe`select purge_claims(89, 1)`), /at least 90/);
  });

  async function purgeAfter90Days(): Promise<number> {
    return (await runUpkeep(upkeeper, { claimRetentionDays: 90 })).done.claimsPurged;
  }
});

function idsOf(events: readonly { readonly eventId: string }[]) {
  return sql.array(
    events.map(({ eventId }) => eventId),
    "uuid",
  );
}
