import { randomBytes } from "node:crypto";
import { type DatabasePool, sql } from "slonik";
import {
  type ApplicationRole,
  migratorRole,
  provision,
  setLoginPasswords,
} from "../../../local/postgres/provision.ts";
import { type LocalDatabase, settingsFromUrl } from "../../../local/postgres/url.ts";
import { migrate } from "../../../sql/migrate.ts";
import { createDatabasePool, type DatabaseSettings } from "../../../sql/pool.ts";

// The test files are processes of their own, and learn from these what the run has made for them.
const adminUrlVariable = "FLUXA_TEST_ADMIN_URL";
const templateVariable = "FLUXA_TEST_TEMPLATE";

// Every character that a URL, a DSN or SQL could trip over.
export const password = "p@ss:w/o?r#d%20 '\"\\ü";

/** Who can log in to a test database. */
type Login = "superuser" | typeof migratorRole | ApplicationRole;

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly name: string;
  settings(login: Login, options?: Partial<DatabaseSettings>): DatabaseSettings;
  /** A pool that {@link drop} ends. */
  pool(login: Login, options?: Partial<DatabaseSettings>): Promise<DatabasePool>;
  drop(): Promise<void>;
}

/** Makes the migrator and a migrated database, as `npm start` does, for the others to be cloned from. */
export async function makeTemplate(superuserUrl: string): Promise<void> {
  const template = `template_${randomBytes(6).toString("hex")}`;
  process.env[adminUrlVariable] = superuserUrl;
  process.env[templateVariable] = template;
  const migrator = await provision(superuserUrl, { database: template, password });
  await migrate({ ...migrator, statementTimeoutMs: 60_000 });
  await setLoginPasswords(migrator, password);
}

export async function dropTemplate(): Promise<void> {
  await dropDatabase(fromGlobalSetup(templateVariable));
}

/** A clone of the migrated database; with `empty` a database without anything, as before the migrations. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser((pool) =>
    pool.query(sql.unsafe`
        create database ${sql.identifier([name])}
        template ${sql.identifier([empty ? "template0" : fromGlobalSetup(templateVariable)])}
        owner ${sql.identifier([migratorRole])}
      `),
  );
  const pools: DatabasePool[] = [];
  const settings = (login: Login, options: Partial<DatabaseSettings> = {}): DatabaseSettings => ({
    ...superuser(),
    ...(login !== "superuser" && { user: login, password }),
    name,
    poolSize: 4,
    statementTimeoutMs: 60_000,
    ...options,
  });
  return {
    name,
    settings,
    pool: async (login, options) => {
      const pool = await createDatabasePool(settings(login, options));
      pools.push(pool);
      return pool;
    },
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.end()));
      await dropDatabase(name);
    },
  };
}

async function dropDatabase(name: string): Promise<void> {
  await asSuperuser((pool) =>
    pool.query(sql.unsafe`drop database if exists ${sql.identifier([name])} with (force)`),
  );
}

function superuser(): LocalDatabase {
  return settingsFromUrl(fromGlobalSetup(adminUrlVariable));
}

function fromGlobalSetup(variable: string): string {
  const value = process.env[variable];
  if (value !== undefined) return value;
  throw new Error("There is no test server: run the integration tests with node tests/run.ts integration.");
}

async function asSuperuser(use: (pool: DatabasePool) => Promise<unknown>): Promise<void> {
  const pool = await createDatabasePool({ ...superuser(), poolSize: 1, statementTimeoutMs: 60_000 });
  try {
    await use(pool);
  } finally {
    await pool.end();
  }
}
