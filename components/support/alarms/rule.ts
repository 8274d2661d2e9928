import type * as pulumi from "@pulumi/pulumi";
import { type MetricName, metricNamespace } from "../../../runtime/contract/metrics.ts";
import type { FunctionName } from "../../../runtime/env.ts";

/** A metric as CloudWatch names it. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: "Sum" | "Maximum" | "Average" | "Minimum";
}

/** When somebody has to look. */
export interface AlarmRule {
  /** What it stands on, by the names that `expression` has for them. */
  readonly metrics: Readonly<Record<string, AlarmMetric>>;
  /** CloudWatch's metric math. @default the only metric */
  readonly expression?: string;
  /** What it means and what to do first. */
  readonly description: string;
  /** The alarm is raised above it, or below it with `below`. */
  readonly threshold: number;
  readonly below?: boolean;
  /** Length of a period in minutes. @default 1 */
  readonly minutes?: number;
  /** Periods that are looked at. @default 1 */
  readonly periods?: number;
  /** Of these, so many must be beyond the threshold. @default all */
  readonly beyond?: number;
  /** No data is an alarm, too: something has to report that does not. @default false, as no errors are no data */
  readonly silence?: boolean;
}

export type AlarmRules = Readonly<Record<string, AlarmRule>>;

/** Resources that alarms watch. */
export interface Watched {
  readonly apiName: pulumi.Output<string>;
  readonly stageName: string;
  readonly queueName: pulumi.Output<string>;
  readonly deadLetterQueueName: pulumi.Output<string>;
  readonly databaseIdentifier: pulumi.Output<string>;
  /** Connections that the functions may plan with. */
  readonly plannedConnections: number;
  readonly databaseStorageGb: number;
  /** Receives after which SQS dead-letters a message by itself. */
  readonly maxReceiveCount: number;
  /** Physical names by function. */
  readonly functionNames: Readonly<Record<FunctionName, pulumi.Output<string>>>;
}

/** A metric that a function writes itself; its service is the function's physical name. */
export function ours(
  metricName: MetricName,
  service: pulumi.Output<string>,
  statistic: AlarmMetric["statistic"] = "Sum",
): AlarmMetric {
  return { namespace: metricNamespace, metricName, dimensions: { service }, statistic };
}

export function queueMetric(
  metricName: string,
  queue: pulumi.Output<string>,
  statistic: AlarmMetric["statistic"] = "Maximum",
): AlarmMetric {
  return { namespace: "AWS/SQS", metricName, dimensions: { QueueName: queue }, statistic };
}

export function lambdaMetric(metricName: string, functionName: pulumi.Output<string>): AlarmMetric {
  return {
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
  };
}

/** The sum of these, where no data is 0. */
export function sumOf(names: readonly string[]): string {
  return names.map(orZero).join(" + ");
}

/** Metric math has no value where one metric has none. */
export function orZero(name: string): string {
  return `FILL(${name}, 0)`;
}
