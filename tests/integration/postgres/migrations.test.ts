import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { provision } from "../../../local/postgres/provision.ts";
import { migrate } from "../../../sql/migrate.ts";
import { createDatabasePool } from "../../../sql/pool.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { createTestDatabase, password, type TestDatabase } from "../../support/postgres/test-database.ts";
import { until } from "../../support/until.ts";

const shipped = new URL("../../../sql/migrations/", import.meta.url);
const files = [
  "0001_roles.sql",
  "0002_events.sql",
  "0003_upkeep.sql",
  "0004_redrives.sql",
  "0005_retention.sql",
];
const next = numbered(files.length + 1);

describe("migrations", () => {
  let database: TestDatabase;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fluxa-migrations-"));
  });
  after(() => rm(folder, { recursive: true }));

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

      assert.deepEqual(applied, files);
      assert.deepEqual(steps, files);
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

      assert.deepEqual(runs.flatMap(({ applied }) => applied).sort(), files);
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
        databases.map(() => files),
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

      assert.deepEqual((await migrated).applied, files);
      await pool.end();
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true });
    }
  });

  test("a file that changed after it was applied is refused by name, and nothing else is applied", async () => {
    database = await createTestDatabase({ empty: true });
    try {
      const from = await copyOf("changed");
      await migrate(database.settings("fluxa_migrator"), undefined, from);
      await writeFile(new URL("0002_events.sql", from), "select 1;");
      await writeFile(new URL(`${next}_more.sql`, from), "create table more ();");

      await assert.rejects(
        migrate(database.settings("fluxa_migrator"), undefined, from),
        /0002_events\.sql was changed/,
      );
      assert.equal(await tableExists(database, "more"), false);
    } finally {
      await database.drop();
    }
  });

  test("a file that fails leaves nothing of itself behind, and is applied once it is mended", async () => {
    database = await createTestDatabase({ empty: true });
    try {
      const from = await copyOf("failing");
      const last = new URL(`${next}_more.sql`, from);
      await writeFile(last, "create table more (); select 1 / 0;");

      await assert.rejects(
        migrate(database.settings("fluxa_migrator"), undefined, from),
        new RegExp(`${next}_more\\.sql`),
      );
      assert.equal(await tableExists(database, "more"), false);
      await writeFile(last, "create table more ();");
      const { applied } = await migrate(database.settings("fluxa_migrator"), undefined, from);

      assert.deepEqual(applied, [`${next}_more.sql`]);
      assert.equal(await tableExists(database, "more"), true);
    } finally {
      await database.drop();
    }
  });

  test("files that are not numbered without gaps are refused", async () => {
    const from = await copyOf("gap");
    const late = `${numbered(files.length + 2)}_late`;
    await writeFile(new URL(`${late}.sql`, from), "select 1;");

    await assert.rejects(
      migrate({ ...unreachable, statementTimeoutMs: 1_000 }, undefined, from),
      new RegExp(`${late}\\.sql is out of order.*${next}_`),
    );
  });

  async function copyOf(name: string): Promise<URL> {
    const copy = join(folder, name);
    await cp(shipped, copy, { recursive: true });
    return pathToFileURL(`${copy}/`);
  }
});

function numbered(version: number): string {
  return String(version).padStart(4, "0");
}

const unreachable = {
  host: "127.0.0.1",
  port: 1,
  name: "none",
  user: "none",
  password: "none",
  tls: "off",
} as const;

async function someoneWaits(pool: DatabasePool): Promise<boolean> {
  return pool.oneFirst(sql.type(v.strictObject({ waits: v.boolean() }))`
    select exists (select from pg_locks where not granted) as waits
  `);
}

async function tableExists(database: TestDatabase, table: string): Promise<boolean> {
  const pool = await database.pool("fluxa_migrator");
  return pool.oneFirst(
    sql.type(v.strictObject({ found: v.boolean() }))`select to_regclass(${table}) is not null as found`,
  );
}
