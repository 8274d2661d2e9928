import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createUpkeepStore } from "../../../runtime/adapters/postgres/upkeep-store.ts";
import type { DeadEvent } from "../../../runtime/ports/processor-store.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { runUpkeep } from "../../support/postgres/run-upkeep.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";

const after90Days = { eventRetentionDays: 30, claimRetentionDays: 90 };

describe("the purge of dead events", () => {
  let database: TestDatabase;
  let owner: DatabasePool;
  let upkeeper: DatabasePool;

  beforeEach(async () => {
    database = await createTestDatabase();
    owner = await database.pool("fluxa_migrator");
    upkeeper = await database.pool("fluxa_upkeep");
  });
  afterEach(() => database.drop());

  test("takes those older than claims are kept, the oldest first and in slices, and no other", async () => {
    await bury(["old-1", "old-2", "old-3"], 91);
    await bury(["oldest"], 120);
    await bury(["kept"], 89);

    const store = createUpkeepStore(upkeeper, after90Days);
    assert.equal(await store.purgeDeadEvents(1), 1);
    assert.deepEqual(await deadIds(), ["kept", "old-1", "old-2", "old-3"]);
    assert.equal((await runUpkeep(upkeeper, after90Days)).done.deadEventsPurged, 3);
    assert.deepEqual(await deadIds(), ["kept"]);
  });

  test("leaves the record of redrives, which is kept for ever", async () => {
    await bury(["old-1"], 91);
    const redrive = randomUUID();
    await owner.query(sql.unsafe`
      insert into redrive (id, source, target, filter, pace, actor, follows, state, cut_off, started_at, ended_at)
      values (${redrive}::uuid, 'dead', 'events', '{}', '{}', 'on-call', true, 'finished',
        now() - interval '2 years', now() - interval '2 years', now() - interval '2 years')
    `);
    await owner.query(sql.unsafe`
      insert into redriven (redrive_id, letter_id, run, message_id, sent_at)
      values (${redrive}::uuid, 'old-1', 1, 'm-1', now() - interval '2 years')
    `);

    assert.equal((await runUpkeep(upkeeper, after90Days)).done.deadEventsPurged, 1);

    assert.equal(await rowsOf("redrive"), 1);
    assert.equal(await rowsOf("redriven"), 1);
  });

  test("passes by a row that is in use", async () => {
    await bury(["busy", "old"], 91);
    await besideTransaction(
      owner,
      sql.unsafe`select from dead_event where message_id = 'busy' for update`,
      async () => assert.equal((await runUpkeep(upkeeper, after90Days)).done.deadEventsPurged, 1),
    );
    assert.deepEqual(await deadIds(), ["busy"]);
  });

  test("is refused a retention below what a letter may lie in the queues", async () => {
    const store = createUpkeepStore(upkeeper, { eventRetentionDays: 30, claimRetentionDays: 89 });
    await assert.rejects(store.purgeDeadEvents(1), /at least 90/);
    assert.equal(await countRows(owner, "dead_event"), 0);
  });

  async function bury(messageIds: readonly string[], daysAgo: number): Promise<void> {
    const processor = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    await processor.bury(messageIds.map(deadEvent));
    await owner.query(sql.unsafe`
      update dead_event set dead_at = now() - make_interval(days => ${daysAgo})
      where message_id = any(${sql.array(messageIds, "text")})
    `);
  }

  async function deadIds(): Promise<readonly string[]> {
    return owner.anyFirst(
      sql.type(v.strictObject({ id: v.string() }))`select message_id as id from dead_event order by 1`,
    );
  }

  async function rowsOf(table: "redrive" | "redriven"): Promise<number> {
    const Count = v.strictObject({ count: v.number() });
    return owner.oneFirst(sql.type(Count)`select count(*)::int4 as count from ${sql.identifier([table])}`);
  }
});

function deadEvent(messageId: string): DeadEvent {
  return {
    messageId,
    failureType: "malformed_message",
    failureReason: "why",
    attempts: 1,
    correlationId: "correlation-1",
    accepted: undefined,
  };
}
