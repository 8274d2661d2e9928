import { Metrics as EmbeddedMetrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { metricNamespace, metrics as registry } from "../contract/metrics.ts";
import type { Metrics } from "../ports/metrics.ts";

/**
 * The metrics of a function, made once: its console costs more than an event does. `flush` ends an
 * invocation and writes what it added as one line in CloudWatch's embedded metric format. Stacks of one account share the namespace, so the service is the name under which Lambda knows the function.
 */
export function functionMetrics(functionName: string): Metrics & { flush(): void } {
  const serviceName = process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? functionName;
  const metrics = new EmbeddedMetrics({ namespace: metricNamespace, serviceName });
  return {
    add: (name, value) => void metrics.addMetric(name, MetricUnit[registry[name].unit], value),
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
