import type { DatabasePool, QuerySqlToken } from "slonik";

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
