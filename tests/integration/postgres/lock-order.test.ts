import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { duringTransaction } from "../../support/postgres/beside-transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { again, verifiedEvent } from "../../support/postgres/verified-event.ts";

// Whoever locks in another order than everybody else deadlocks, sooner or later.
describe("claims are locked in the order of event ids", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let owner: DatabasePool;

  before(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    owner = await database.pool("fluxa_migrator");
  });
  after(() => database.drop());

  test("by a batch, whatever the order of its records", async () => {
    const [low, middle, high] = await threeStored();
    await assertOrder([low, middle, high], () => store.claim([again(high), again(middle), again(low)]));
  });

  test("by clearing, whatever the order of the event ids it is given", async () => {
    const [low, middle, high] = await threeStored();
    await assertOrder([low, middle, high], () => store.clear([high.eventId, middle.eventId, low.eventId]));
  });

  /** Three stored events in the order of their ids; the table has them in another. */
  async function threeStored() {
    const events = [verifiedEvent(), verifiedEvent(), verifiedEvent()];
    const [low, middle, high] = events.sort((one, other) => (one.eventId < other.eventId ? -1 : 1));
    assert.ok(low && middle && high);
    for (const event of [middle, high, low]) await store.claim([event]);
    return [low, middle, high] as const;
  }

  /** Holds the middle one, and looks what the statement has locked by the time it waits for that. */
  async function assertOrder(
    [low, middle, high]: readonly [VerifiedEvent, VerifiedEvent, VerifiedEvent],
    work: () => Promise<unknown>,
  ): Promise<void> {
    const held = sql.unsafe`select from claim where event_id = ${middle.eventId}::uuid for update`;
    const outcome = await duringTransaction(owner, held, work, {
      database,
      meanwhile: async () => {
        const locked = { low: await isLocked(low), high: await isLocked(high) };
        assert.deepEqual(locked, { low: true, high: false });
      },
    });
    assert.equal(outcome.status, "fulfilled");
  }

  async function isLocked({ eventId }: VerifiedEvent): Promise<boolean> {
    const free = sql.unsafe`select from claim where event_id = ${eventId}::uuid for update skip locked`;
    return (await owner.any(free)).length === 0;
  }
});
