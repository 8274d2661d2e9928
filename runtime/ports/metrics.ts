import type { MetricName } from "../contract/metrics.ts";

/** Metrics of one invocation, written as one line at its end. */
export interface Metrics {
  add(name: MetricName, value: number): void;
}
