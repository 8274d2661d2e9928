import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { provision } from "../../../local/postgres/provision.ts";
import { migrate } from "../../../sql/migrate.ts";
import { createDatabasePool } from "../../../sql/pool.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { migrationFiles } from "../../support/postgres/migration-files.ts";
import { createTestDatabase, password, type TestDatabase } from "../../support/postgres/test-database.ts";
import { until } from "../../support/until.ts";

describe("migrations", () => {
  let database: TestDatabase;

  test("run as a role that may make roles and is no superuser", async () => {
    database = await createTestDatabase({ empty: true });
    try {
      const pool = await database.pool("fluxa_migrator");
      const Role = v.strictObject({
        superuser: v.boolean(),
        createrole: v.boolean(),
        bypassrls: v.boolean(),
      });
      const role = await pool.one(
        sql.type(Role)`
          select rolsuper as superuser, rolcreaterole as createrole, rolbypassrls as bypassrls
          from pg_roles where rolname = current_user
        `,
      );
      assert.deepEqual(role, { superuser: false, createrole: true, bypassrls: false });

      const steps: string[] = [];
      const { applied } = await migrate(database.settings("fluxa_migrator"), (file) => steps.push(file));

      assert.deepEqual(applied, migrationFiles);
      assert.deepEqual(steps, migrationFiles);
    } finally {
      await database.drop();
    }
  });

  test("a second run applies nothing and has the same hash", async () => {
    database = await createTestDatabase({ empty: true });
    try {
      const first = await migrate(database.settings("fluxa_migrator"));
      const second = await migrate(database.settings("fluxa_migrator"));

      assert.deepEqual(second, { applied: [], hash: first.hash });
      assert.match(first.hash, /^[0-9a-f]{64}$/);
    } finally {
      await database.drop();
    }
  });

  test("ten migrators that race apply each file once", async () => {
    database = await createTestDatabase({ empty: true });
    try {
      const settings = database.settings("fluxa_migrator");
      const runs = await Promise.all(Array.from({ length: 10 }, () => migrate(settings)));

      assert.deepEqual(runs.flatMap(({ applied }) => applied).sort(), migrationFiles);
    } finally {
      await database.drop();
    }
  });

  test("eight databases of a new server are migrated at once, though they share their roles", async () => {
    const dataDir = await scratchFolder();
    const server = await startPostgres({ dataDir, fsync: false });
    try {
      const databases = [];
      for (const database of ["a", "b", "c", "d", "e", "f", "g", "h"]) {
        databases.push(await provision(server.superuserUrl, { database, password }));
      }
      const runs = await Promise.all(
        databases.map((settings) => migrate({ ...settings, statementTimeoutMs: 60_000 })),
      );

      assert.deepEqual(
        runs.map(({ applied }) => applied),
        databases.map(() => migrationFiles),
      );
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true });
    }
  });

  test("a role that another database is just making is waited for, and used", async () => {
    const dataDir = await scratchFolder();
    const server = await startPostgres({ dataDir, fsync: false });
    try {
      const [one, other] = [
        await provision(server.superuserUrl, { database: "one", password }),
        await provision(server.superuserUrl, { database: "other", password }),
      ];
      const pool = await createDatabasePool({ ...one, poolSize: 2, statementTimeoutMs: 60_000 });
      const { promise: migrated, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof migrate>>>();
      await besideTransaction(pool, sql.unsafe`create role fluxa_query login`, async () => {
        resolve(migrate({ ...other, statementTimeoutMs: 60_000 }));
        await until("a migrator to wait", async () => (await someoneWaits(pool)) || undefined);
      });

      assert.deepEqual((await migrated).applied, migrationFiles);
      await pool.end();
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true });
    }
  });
});

async function someoneWaits(pool: DatabasePool): Promise<boolean> {
  return pool.oneFirst(sql.type(v.strictObject({ waits: v.boolean() }))`
    select exists (select from pg_locks where not granted) as waits
  `);
}
