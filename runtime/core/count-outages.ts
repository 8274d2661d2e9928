import type { Metrics } from "../ports/metrics.ts";
import { StoreUnavailable } from "../ports/store-errors.ts";
import { count } from "./count.ts";

/** Counts a database that did not answer, once for an invocation however many of its statements met it. */
export function countOutages(metrics: Metrics, errors: readonly unknown[]): void {
  const outages = errors.filter((error) => error instanceof StoreUnavailable);
  const exhausted = outages.some(({ connectionsExhausted }) => connectionsExhausted);
  count(metrics, "DatabaseOutages", Math.min(1, outages.length));
  count(metrics, "ConnectionsExhausted", exhausted ? 1 : 0);
}
