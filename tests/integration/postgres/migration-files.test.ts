import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { sql } from "slonik";
import * as v from "valibot";
import { migrate } from "../../../sql/migrate.ts";
import { migrationFiles, shippedMigrations } from "../../support/postgres/migration-files.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";

const next = numbered(migrationFiles.length + 1);

describe("the files of migrations", () => {
  let database: TestDatabase;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fluxa-migrations-"));
  });
  after(() => rm(folder, { recursive: true }));

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
    const late = `${numbered(migrationFiles.length + 2)}_late`;
    await writeFile(new URL(`${late}.sql`, from), "select 1;");

    await assert.rejects(
      migrate({ ...unreachable, statementTimeoutMs: 1_000 }, undefined, from),
      new RegExp(`${late}\\.sql is out of order.*${next}_`),
    );
  });

  async function copyOf(name: string): Promise<URL> {
    const copy = join(folder, name);
    await cp(shippedMigrations, copy, { recursive: true });
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

async function tableExists(database: TestDatabase, table: string): Promise<boolean> {
  const pool = await database.pool("fluxa_migrator");
  return pool.oneFirst(
    sql.type(v.strictObject({ found: v.boolean() }))`select to_regclass(${table}) is not null as found`,
  );
}
