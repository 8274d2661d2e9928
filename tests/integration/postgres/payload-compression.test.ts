import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { partitionOf } from "../../support/postgres/months.ts";
import { dropPartition } from "../../support/postgres/partitions.ts";
import { runUpkeep } from "../../support/postgres/run-upkeep.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";

const Offered = v.strictObject({ lz4: v.boolean() });
const Payloads = v.strictObject({ table: v.string(), method: v.string() });

describe("compression of payloads", () => {
  let database: TestDatabase;
  let owner: DatabasePool;

  before(async () => {
    database = await createTestDatabase();
    owner = await database.pool("fluxa_migrator");
  });
  after(() => database.drop());

  test("is lz4 in every partition, also in those made later, where the server has it", async () => {
    const { lz4 } = await owner.one(sql.type(Offered)`
      select 'lz4' = any (enumvals) as lz4 from pg_settings where name = 'default_toast_compression'
    `);
    await dropPartition(owner, 2);
    await runUpkeep(await database.pool("fluxa_upkeep"));
    const tables = await owner.any(sql.type(Payloads)`
      select relname as table, attcompression::text as method
      from pg_partition_tree('event') join pg_class on oid = relid join pg_attribute on attrelid = oid
      where attname = 'data'
    `);
    assert.ok(tables.some(({ table }) => table === partitionOf(2)));
    // Empty is the server's own choice, which is pglz.
    assert.deepEqual(new Set(tables.map(({ method }) => method)), new Set([lz4 ? "l" : ""]));
  });
});
