import { type DatabasePool, type QuerySqlToken, sql } from "slonik";
import * as v from "valibot";
import { until } from "../until.ts";
import type { TestDatabase } from "./test-database.ts";

/**
 * Does something while another transaction has run a statement and is still open; it commits, or
 * rolls back, once that is done.
 */
export async function besideTransaction<T>(
  pool: DatabasePool,
  statement: QuerySqlToken,
  work: () => Promise<T>,
  { rollBack = false } = {},
): Promise<T> {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const { promise: running, resolve: runs } = Promise.withResolvers<void>();
  const undo = new Error("Undone on purpose.");
  const open = pool.transaction(async (transaction) => {
    await transaction.query(statement);
    runs();
    await finished;
    if (rollBack) throw undo;
  });
  const closed = open.catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  await Promise.race([running, closed]);
  try {
    return await work();
  } finally {
    finish();
    await closed;
  }
}

/**
 * Does something that has to wait for another transaction's locks, and something else once it
 * waits; then that transaction ends.
 */
export async function duringTransaction<T>(
  pool: DatabasePool,
  statement: QuerySqlToken,
  work: () => Promise<T>,
  { database, meanwhile }: { readonly database: TestDatabase; readonly meanwhile: () => Promise<void> },
): Promise<PromiseSettledResult<T>> {
  const watch = await database.pool("superuser", { poolSize: 1 });
  const { promise, resolve } = Promise.withResolvers<PromiseSettledResult<T>[]>();
  await besideTransaction(pool, statement, async () => {
    resolve(Promise.allSettled([work()]));
    await until("the wait for a lock", async () => (await someoneWaits(watch)) || undefined);
    await meanwhile();
  });
  const [outcome] = await promise;
  if (outcome === undefined) throw new Error("The work has no outcome.");
  return outcome;
}

function someoneWaits(pool: DatabasePool): Promise<boolean> {
  return pool.oneFirst(sql.type(v.strictObject({ waits: v.boolean() }))`
    select exists (
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    ) as waits
  `);
}
