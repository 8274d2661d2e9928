import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { QuerySqlToken } from "slonik";
import { sql } from "slonik";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal } from "../../support/core/ports.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { processorOn } from "../../support/postgres/processor.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { until } from "../../support/until.ts";

/** What a migration can do wrong, and how it is put right. */
const mistakes: Readonly<Record<string, readonly [QuerySqlToken, QuerySqlToken]>> = {
  "a table is gone (42P01)": [
    sql.unsafe`alter table outbox rename to outbox_new`,
    sql.unsafe`alter table outbox_new rename to outbox`,
  ],
  "a privilege is gone (42501)": [
    sql.unsafe`revoke insert on event from fluxa_processor`,
    sql.unsafe`grant insert on event to fluxa_processor`,
  ],
  "a column must not be null and nobody fills it (23502)": [
    sql.unsafe`alter table event add column tenant text not null default ''`,
    sql.unsafe`alter table event drop column tenant`,
  ],
};

describe("a migration that went wrong", () => {
  let database: TestDatabase;
  let to: Journal;

  beforeEach(async () => {
    database = await createTestDatabase();
    to = journal();
  });
  afterEach(() => database.drop());

  for (const [mistake, [make, mend]] of Object.entries(mistakes)) {
    test(`judges nobody, alone or together, however often received: ${mistake}`, async () => {
      const migrator = await database.pool("fluxa_migrator", { poolSize: 1 });
      const work = processorOn(await database.pool("fluxa_processor"), to, {
        backoff: { shortest: 1, longest: 15 },
      });
      assert.deepEqual(await work(await messagesOf(["before"], to)), []);
      await migrator.query(make);
      if (mistake.includes("23502"))
        await migrator.query(sql.unsafe`alter table event alter column tenant drop default`);

      const alone = await messagesOf(["a"], to, { receiveCount: 8 });
      const together = await messagesOf(["b", "c", "d"], to, { receiveCount: 8 });
      const suspects = await messagesOf(["e", "f"], to, { receiveCount: 40 });
      for (const batch of [alone, together, suspects]) {
        await until("a batch that was tried", async () => {
          const claims = to.metrics.get("StoreLatency") ?? 0;
          const failed = await work(batch);
          assert.equal(failed.length, batch.length);
          return (to.metrics.get("StoreLatency") ?? 0) > claims || undefined;
        });
      }
      assert.deepEqual(to.letters, []);

      await migrator.query(mend);
      const all = [...alone, ...together, ...suspects];
      await until("all to be stored", async () => (await work(all)).length === 0 || undefined);
      assert.equal(await countRows(await database.pool("fluxa_query"), "event"), 7);
      assert.deepEqual(to.letters, []);
    });
  }
});
