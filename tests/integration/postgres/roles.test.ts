import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "slonik";
import * as v from "valibot";
import { applicationRoles } from "../../../local/postgres/provision.ts";
import { migrate } from "../../../sql/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";

// The tests of the stores show that each role can do its work; these show that it can do no more.
const forbidden = {
  fluxa_processor: [
    sql.unsafe`delete from claim`,
    sql.unsafe`delete from event`,
    sql.unsafe`update event set producer = 'x'`,
    sql.unsafe`update claim set fingerprint = fingerprint`,
    sql.unsafe`update claim set acceptance_id = acceptance_id`,
    sql.unsafe`update outbox set received_at = received_at`,
    sql.unsafe`select * from dead_event`,
    sql.unsafe`update dead_event set attempts = 0`,
    sql.unsafe`delete from dead_event`,
    sql.unsafe`truncate outbox`,
    sql.unsafe`select * from event_default`,
    sql.unsafe`drop table event_default`,
    sql.unsafe`create table mine ()`,
    sql.unsafe`create temporary table claim ()`,
    sql.unsafe`select create_event_partitions(1)`,
    sql.unsafe`select drop_event_partitions(1)`,
    sql.unsafe`select purge_claims(365, 1)`,
    sql.unsafe`select purge_dead_events(365, 1)`,
    sql.unsafe`select * from redrive`,
    sql.unsafe`select * from replay`,
    sql.unsafe`select * from schema_migration`,
  ],
  fluxa_query: [
    sql.unsafe`insert into outbox (event_id, received_at, lease_until) values (gen_random_uuid(), now(), now())`,
    sql.unsafe`update claim set duplicates = 0`,
    sql.unsafe`delete from outbox`,
    sql.unsafe`select * from claim for update`,
    sql.unsafe`update redrive set actor = 'x'`,
    sql.unsafe`update replay set actor = 'x'`,
    sql.unsafe`create table mine ()`,
    sql.unsafe`create temporary table claim ()`,
    sql.unsafe`select create_event_partitions(1)`,
    sql.unsafe`select purge_claims(365, 1)`,
    sql.unsafe`select * from schema_migration`,
  ],
  fluxa_upkeep: [
    sql.unsafe`select * from event`,
    sql.unsafe`select * from claim`,
    sql.unsafe`select * from outbox`,
    sql.unsafe`select * from dead_event`,
    sql.unsafe`delete from claim`,
    sql.unsafe`delete from dead_event`,
    sql.unsafe`delete from redrive`,
    sql.unsafe`select create_event_partition(now())`,
    sql.unsafe`drop table event_default`,
    sql.unsafe`create table mine ()`,
    sql.unsafe`create temporary table claim ()`,
    sql.unsafe`select * from schema_migration`,
  ],
  fluxa_operator: [
    sql.unsafe`insert into outbox (event_id, received_at, lease_until) values (gen_random_uuid(), now(), now())`,
    sql.unsafe`delete from dead_event`,
    sql.unsafe`update dead_event set attempts = 0`,
    sql.unsafe`update claim set duplicates = 0`,
    sql.unsafe`delete from event`,
    sql.unsafe`delete from redrive`,
    sql.unsafe`truncate redriven`,
    sql.unsafe`delete from replay`,
    sql.unsafe`create table mine ()`,
    sql.unsafe`create temporary table claim ()`,
    sql.unsafe`select create_event_partitions(1)`,
    sql.unsafe`select purge_claims(365, 1)`,
    sql.unsafe`select * from schema_migration`,
  ],
};

describe("roles", () => {
  let database: TestDatabase;

  before(async () => {
    // Migrated itself: a clone does not have the grants on the database.
    database = await createTestDatabase({ empty: true });
    await migrate(database.settings("fluxa_migrator"));
  });
  after(() => database.drop());

  for (const role of applicationRoles) {
    for (const statement of forbidden[role]) {
      test(`${role} may not ${statement.sql}`, async () => {
        const pool = await database.pool(role, { poolSize: 1 });
        await assert.rejects(pool.query(statement), (error) => codeOf(error) === "42501");
      });
    }
  }

  test("no application role can make roles, databases or replicas, or is a member of another", async () => {
    const pool = await database.pool("superuser");
    const rows = await pool.any(sql.type(v.strictObject({ rolname: v.string() }))`
      select rolname from pg_roles
      where rolname = any (${sql.array(applicationRoles, "text")})
        and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
          or exists (select from pg_auth_members where member = pg_roles.oid))
    `);
    assert.deepEqual(rows, []);
  });

  test("a role that is not named may not even connect", async () => {
    const pool = await database.pool("superuser");
    const may = await pool.oneFirst(sql.type(v.strictObject({ may: v.boolean() }))`
      select has_database_privilege('pg_monitor', current_database(), 'connect') as may
    `);
    assert.equal(may, false);
  });

  test("upkeep's functions run as their owner, with a search path of their own, and are nobody else's", async () => {
    const pool = await database.pool("superuser");
    const OurFunction = v.strictObject({ name: v.string(), guarded: v.boolean(), open: v.boolean() });
    const functions = await pool.any(sql.type(OurFunction)`
      select proname as name,
        prosecdef and array_to_string(proconfig, ',') ~ 'search_path=pg_catalog, public, pg_temp' as guarded,
        has_function_privilege('fluxa_query', pg_proc.oid, 'execute') as open
      from pg_proc where pronamespace = 'public'::regnamespace order by proname
    `);
    assert.deepEqual(functions, [
      { name: "create_event_partition", guarded: true, open: false },
      { name: "create_event_partitions", guarded: true, open: false },
      { name: "drop_event_partitions", guarded: true, open: false },
      { name: "event_partitions", guarded: true, open: false },
      { name: "purge_claims", guarded: true, open: false },
      { name: "purge_dead_events", guarded: true, open: false },
    ]);
  });
});

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
