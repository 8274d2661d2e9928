import type { DatabasePool, DatabaseTransactionConnection } from "slonik";
import { sql } from "slonik";
import * as v from "valibot";
import { hashOf, type Migration, readMigrations } from "./migrations.ts";
import { createDatabasePool, type DatabaseSettings } from "./pool.ts";

/** What a run did. */
export interface MigrationResult {
  /** Names of the files that this run applied, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
  /** SHA-256 over all files, in hexadecimal: changes whenever there is something to apply. */
  readonly hash: string;
}

const Nothing = v.strictObject({});
const AppliedMigration = v.strictObject({ version: v.number(), sha256: v.string() });

/**
 * Applies the migrations that the database lacks, each in its own transaction. Safe to run again
 * and from several places at once: they take turns.
 * @param onStep is told the name of each file once it is applied.
 * @param from is the folder of the files, for tests.
 * @throws Error naming the file that failed, or that has changed since it was applied.
 */
export async function migrate(
  settings: Omit<DatabaseSettings, "poolSize">,
  onStep: (file: string) => void = () => {},
  from?: URL,
): Promise<MigrationResult> {
  const migrations = await readMigrations(from);
  const pool = await createDatabasePool({ ...settings, poolSize: 1 });
  try {
    const applied: string[] = [];
    for (const migration of migrations) {
      if (!(await applyOnce(pool, migration, migrations))) continue;
      applied.push(migration.file);
      onStep(migration.file);
    }
    return { applied, hash: hashOf(migrations) };
  } finally {
    await pool.end();
  }
}

/** Returns false when the migration was applied before, by this run or another. */
function applyOnce(pool: DatabasePool, migration: Migration, all: readonly Migration[]): Promise<boolean> {
  return pool.transaction(async (transaction) => {
    await takeTurns(transaction);
    const known = await appliedMigrations(transaction);
    refuseChanged(all, known);
    if (known.has(migration.version)) return false;
    await apply(transaction, migration).catch((error: unknown) => {
      throw failed(migration, error);
    });
    return true;
  });
}

// Any number that nothing else in this database uses.
const advisoryLock = 4_017_771;

/** Waits for other migrators as long as a statement may take, but for open writers only briefly. */
async function takeTurns(transaction: DatabaseTransactionConnection): Promise<void> {
  await transaction.query(
    sql.type(
      v.strictObject({ locked: v.unknown() }),
    )`select pg_advisory_xact_lock(${advisoryLock}) as locked`,
  );
  await transaction.query(sql.type(Nothing)`set local lock_timeout = '5s'`);
}

async function appliedMigrations(
  transaction: DatabaseTransactionConnection,
): Promise<ReadonlyMap<number, string>> {
  await transaction.query(sql.type(Nothing)`
    create table if not exists schema_migration (
      version integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )
  `);
  const rows = await transaction.any(
    sql.type(AppliedMigration)`select version, sha256 from schema_migration`,
  );
  return new Map(rows.map(({ version, sha256 }) => [version, sha256]));
}

function refuseChanged(migrations: readonly Migration[], known: ReadonlyMap<number, string>): void {
  const changed = migrations.find(({ version, sha256 }) => (known.get(version) ?? sha256) !== sha256);
  if (changed === undefined) return;
  throw new Error(
    `The migration ${changed.file} was changed after it had been applied to this database, which ` +
      "therefore cannot be told apart from one that was never migrated so. Restore the file and put " +
      "the change into a new migration.",
  );
}

async function apply(
  transaction: DatabaseTransactionConnection,
  { version, name, sha256, text }: Migration,
): Promise<void> {
  // The protocol takes one statement at a time; EXECUTE takes the whole file, from a setting
  // because a DO block has no parameters.
  await transaction.query(
    sql.type(
      v.strictObject({ text: v.string() }),
    )`select set_config('fluxa.migration', ${text}, true) as text`,
  );
  await transaction.query(sql.type(Nothing)`do $$ begin execute current_setting('fluxa.migration'); end $$`);
  await transaction.query(sql.type(Nothing)`
    insert into schema_migration (version, name, sha256) values (${version}, ${name}, ${sha256})
  `);
}

function failed({ file }: Migration, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(
    `The migration ${file} failed and nothing of it was kept: ${reason}. The migrations before it ` +
      "are applied; mend the cause and run it again.",
    { cause: error },
  );
}
