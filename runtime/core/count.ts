import type { MetricName } from "../contract/metrics.ts";
import type { Metrics } from "../ports/metrics.ts";

/** Counts what happened; what did not happen is no data, since CloudWatch bills every metric that has any. */
export function count(metrics: Metrics, name: MetricName, times: number): void {
  if (times > 0) metrics.add(name, times);
}
