import type { FailureType } from "../../contract/errors.ts";
import type { MetricName } from "../../contract/metrics.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { count } from "../count.ts";
import type { Attempt } from "./outcome.ts";

/** One metric for each failure type, as a type that were a dimension would make every other one a metric of its own. */
const metricOf = {
  malformed_message: "MalformedMessages",
  schema_violation: "SchemaViolations",
  fingerprint_mismatch: "FingerprintMismatches",
  payload_missing: "PayloadsMissing",
  idempotency_conflict: "Conflicts",
  attempts_exhausted: "AttemptsExhausted",
} as const satisfies Record<FailureType, MetricName>;

/** Counts the judged messages that the dead-letter queue took; only these have ended. */
export function countDead(dead: readonly Attempt<"judged">[], metrics: Metrics): void {
  count(metrics, "DeadLettered", dead.length);
  for (const { outcome } of dead) metrics.add(metricOf[outcome.judgement.failureType], 1);
}
