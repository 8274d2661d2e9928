import type { DatabasePool, DatabasePoolConnection } from "slonik";
import { StaleConnection } from "../../../sql/stale-connection.ts";
import { classifyError } from "./classify-error.ts";
import { within } from "./within.ts";

// What the server's own timeout may be late by before the connection counts as dead.
const graceMs = 2_000;

/**
 * Runs one statement on a connection of the pool. Connections that died while they were idle are
 * replaced, because the statement was not sent; nothing else is repeated.
 * @throws RecordRejected, StoreUnavailable, or what is a fault of ours
 */
export async function ask<T>(
  pool: DatabasePool,
  statement: (connection: DatabasePoolConnection) => Promise<T>,
): Promise<T> {
  try {
    return await onLiveConnection(pool, statement);
  } catch (error) {
    throw classifyError(error);
  }
}

async function onLiveConnection<T>(
  pool: DatabasePool,
  statement: (connection: DatabasePoolConnection) => Promise<T>,
): Promise<T> {
  const { statementTimeout, maxPoolSize = 1 } = pool.configuration;
  const patience = (typeof statementTimeout === "number" ? statementTimeout : 0) + graceMs;
  for (let stale = 0; ; stale++) {
    try {
      return await pool.connect((connection) => within(patience, statement(connection)));
    } catch (error) {
      // Every idle connection may have died at once, and no more than the pool holds.
      if (!(error instanceof StaleConnection) || stale >= maxPoolSize) throw error;
    }
  }
}
