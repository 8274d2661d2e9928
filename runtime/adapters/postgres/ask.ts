import { setTimeout as pause } from "node:timers/promises";
import type { DatabasePool, DatabasePoolConnection } from "slonik";
import { StaleConnection } from "../../../sql/stale-connection.ts";
import { within } from "../../../sql/within.ts";
import { StoreUnavailable } from "../../ports/store-errors.ts";
import type { Within } from "../../ports/time.ts";
import { classifyError, isRefusedLogin } from "./classify-error.ts";

type Statement<T> = (connection: DatabasePoolConnection) => Promise<T>;

// What the server's own timeout may be late by before the connection counts as dead.
const graceMs = 2_000;
// How long a connection is tried for: longer than a burst lasts, shorter than a restart, which is
// for the circuit; and briefly for those who have said nothing of their time.
const longestAcquireMs = 5_000;
const defaultAcquireMs = 1_000;
const pauseMs = { shortest: 50, longest: 1_000 };

/**
 * Runs one statement on a connection of the pool. A connection that cannot be had, or that died
 * while it was idle, is tried for anew, because the statement was not sent; nothing else is repeated.
 * @param withinMs how long all of it may take.
 * @throws RecordRejected, StoreUnavailable, or what is a fault of ours
 */
export async function ask<T>(
  pool: DatabasePool,
  statement: Statement<T>,
  withinMs: Within = Number.POSITIVE_INFINITY,
): Promise<T> {
  try {
    return await within(withinMs, onLiveConnection(pool, statement, performance.now() + withinMs));
  } catch (error) {
    throw classifyError(error);
  }
}

/** @param deadline by the clock of `performance.now()`, which nobody sets. */
async function onLiveConnection<T>(
  pool: DatabasePool,
  statement: Statement<T>,
  deadline: number,
): Promise<T> {
  const until = performance.now() + acquireMs(deadline - performance.now());
  for (let failures = 0; ; failures++) {
    const attempt = await onConnection(pool, statement, deadline);
    if ("result" in attempt) return attempt.result;
    // Every idle connection may have died at once, and no more than the pool holds: no need to wait.
    const stale =
      attempt.error instanceof StaleConnection && failures < (pool.configuration.maxPoolSize ?? 1);
    if (stale) continue;
    if (attempt.sent || !mayPass(attempt.error) || performance.now() > until) throw attempt.error;
    await pause(jittered(failures));
  }
}

type Try<T> = { readonly result: T } | { readonly error: unknown; readonly sent: boolean };

/** Runs the statement once, and tells a failure before it was sent from one after. */
async function onConnection<T>(
  pool: DatabasePool,
  statement: Statement<T>,
  deadline: number,
): Promise<Try<T>> {
  let sent = false;
  try {
    const result = await pool.connect((connection) => {
      const patience = Math.min(serverPatience(pool), deadline - performance.now());
      // Whoever was waiting for the answer has gone by then, so nobody would know of it.
      if (patience <= 0) throw new StoreUnavailable("There was a connection when the time was over.");
      sent = true;
      return within(patience, statement(connection));
    });
    return { result };
  } catch (error) {
    return { error, sent: sent && !(error instanceof StaleConnection) };
  }
}

function serverPatience({ configuration: { statementTimeout } }: DatabasePool): number {
  return (typeof statementTimeout === "number" ? statementTimeout : 0) + graceMs;
}

/** Half of the time at most: the statement needs some, too. */
function acquireMs(left: number): number {
  return Number.isFinite(left) ? Math.min(longestAcquireMs, left / 2) : defaultAcquireMs;
}

function mayPass(error: unknown): boolean {
  return classifyError(error) instanceof StoreUnavailable && !isRefusedLogin(error);
}

/** Random in full, so that a crowd that was refused together does not come back together. */
function jittered(failures: number): number {
  const { shortest, longest } = pauseMs;
  const ceiling = Math.min(longest, shortest * 2 ** Math.min(failures, 10));
  return shortest / 2 + Math.random() * ceiling;
}
