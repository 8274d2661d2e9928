import { Metrics as EmbeddedMetrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricNamespace, metrics as registry } from "../contract/metrics.ts";
import type { Metrics } from "../ports.ts";

/** The metrics of one invocation; `flush` writes them as one line in CloudWatch's embedded metric format. */
export function invocationMetrics(functionName: string): Metrics & { flush(): void } {
  const metrics = new EmbeddedMetrics({ namespace: metricNamespace, serviceName: functionName });
  return {
    add: (name, value) => void metrics.addMetric(name, MetricUnit[registry[name].unit], value),
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
