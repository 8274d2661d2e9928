import type { FunctionName } from "../../runtime/env.ts";

/**
 * How long each function may run, in seconds; API Gateway waits 29 s for ingest and query, and ingest
 * answers by itself after `limits.ingestSeconds`.
 */
export const timeoutSeconds = {
  ingest: 25,
  process: 30,
  query: 29,
  relay: 50,
  upkeep: 300,
  operate: 900,
  migrate: 600,
} as const satisfies Record<FunctionName, number>;

/** A redrive runs long and asks often; none of its statements takes long. */
const operateStatementSeconds = 20;

/** Below the function's time, so that the database gives a statement up before Lambda ends the function. */
export function statementTimeoutMs(name: FunctionName): number {
  if (name === "operate") return operateStatementSeconds * 1_000;
  return Math.round(timeoutSeconds[name] * 0.7) * 1_000;
}

/** A notification is leased for longer than whoever took it can run. */
export const outboxLeaseSeconds = timeoutSeconds.relay + 10;
