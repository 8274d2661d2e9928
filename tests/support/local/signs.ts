import assert from "node:assert/strict";
import { functionNames } from "../../../runtime/bundle.ts";
import type { failureModes } from "../../../runtime/contract/failure-modes.ts";
import { until } from "../until.ts";
import { metricSum } from "./function-lines.ts";

export type FailureMode = keyof typeof failureModes;

type MetricOf<Mode extends FailureMode> = (typeof failureModes)[Mode]["metrics"][number];

/** The metrics that show each failure mode and that its test sees emitted; alarms stand on them. */
export const signs = {
  "gateway-5xx": ["DatabaseOutages"],
  "ingest-failure": ["IngestFailed"],
  "sqs-throttled": ["QueueFailures", "DeadLetterFailures"],
  "processor-failure": ["BatchItemFailures", "DeadLettered", "MalformedMessages", "OutboxAge"],
  "connection-exhaustion": ["ConnectionsExhausted"],
  "database-outage": ["DatabaseOutages", "OutageFailures", "MostReceives", "CircuitOpened"],
  "s3-failure": ["StorageFailures", "PayloadsMissing"],
  "idempotency-conflict": ["Conflicts"],
  "fingerprint-mismatch": ["FingerprintMismatches"],
  "lost-correlation-id": ["CorrelationMissing"],
} as const satisfies { readonly [Mode in FailureMode]: readonly MetricOf<Mode>[] };

/** Asserts that the functions have told of a failure mode by these of its metrics. */
export async function assertShown<Mode extends FailureMode>(
  { dataDir }: { readonly dataDir: string },
  mode: Mode,
  metrics: readonly (typeof signs)[Mode][number][] = signs[mode],
): Promise<void> {
  const missing = async () => {
    const sums = await Promise.all(metrics.map((metric) => sumOf(dataDir, metric)));
    return metrics.filter((_metric, index) => sums[index] === 0);
  };
  const all = async () => ((await missing()).length === 0 ? true : undefined);
  // What was printed last is on its way to the file.
  await until("the metrics", all, { seconds: 5 }).catch(() => undefined);
  assert.deepEqual(await missing(), [], `metrics of ${mode} that were not emitted`);
}

async function sumOf(dataDir: string, metric: string): Promise<number> {
  const sums = await Promise.all(functionNames.map((name) => metricSum(dataDir, name, metric)));
  return sums.reduce((sum, value) => sum + value, 0);
}
