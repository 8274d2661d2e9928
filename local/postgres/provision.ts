import type { DatabasePool } from "slonik";
import { sql } from "slonik";
import * as v from "valibot";
import { createDatabasePool } from "../../sql/pool.ts";
import { type LocalDatabase, settingsFromUrl } from "./url.ts";

export type { LocalDatabase };

/** The roles that the migrations make. */
export const applicationRoles = ["fluxa_processor", "fluxa_query", "fluxa_upkeep", "fluxa_operator"] as const;

export const migratorRole = "fluxa_migrator";

export type ApplicationRole = (typeof applicationRoles)[number];

const Nothing = v.strictObject({});
const Found = v.strictObject({ found: v.boolean() });
const oneConnection = { poolSize: 1, statementTimeoutMs: 60_000 };

/**
 * Makes the role `fluxa_migrator` (as RDS's master: it may make roles and is no superuser) and a
 * database that it owns, unless they are there.
 * @returns How to reach that database as the migrator.
 */
export async function provision(
  superuserUrl: string,
  { database = "fluxa", password }: { readonly database?: string; readonly password: string },
): Promise<LocalDatabase> {
  const superuser = settingsFromUrl(superuserUrl);
  const pool = await createDatabasePool({ ...superuser, ...oneConnection });
  try {
    await provideMigrator(pool, password);
    await provideDatabase(pool, database);
  } finally {
    await pool.end();
  }
  return { ...superuser, name: database, user: migratorRole, password };
}

async function provideMigrator(pool: DatabasePool, password: string): Promise<void> {
  const exists = await pool.oneFirst(
    sql.type(Found)`select exists (select from pg_roles where rolname = ${migratorRole}) as found`,
  );
  if (!exists) {
    await pool.query(sql.type(Nothing)`create role ${sql.identifier([migratorRole])} login createrole`);
  }
  await setPassword(pool, migratorRole, password);
}

async function provideDatabase(pool: DatabasePool, database: string): Promise<void> {
  const exists = await pool.oneFirst(
    sql.type(Found)`select exists (select from pg_database where datname = ${database}) as found`,
  );
  if (exists) return;
  await pool.query(
    sql.type(Nothing)`create database ${sql.identifier([database])} owner ${sql.identifier([migratorRole])}`,
  );
}

/** Lets the application's roles log in with a password; on AWS they log in with IAM tokens. Run it after the migrations. */
export async function setLoginPasswords(migrator: LocalDatabase, password: string): Promise<void> {
  const pool = await createDatabasePool({ ...migrator, ...oneConnection });
  try {
    for (const role of applicationRoles) await setPassword(pool, role, password);
  } finally {
    await pool.end();
  }
}

// ALTER ROLE takes no parameters, and slonik quotes the literal.
async function setPassword(pool: DatabasePool, role: string, password: string): Promise<void> {
  await pool.query(
    sql.type(Nothing)`alter role ${sql.identifier([role])} password ${sql.literalValue(password)}`,
  );
}
