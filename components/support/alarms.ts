import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type MetricName, metricNamespace } from "../../runtime/contract/metrics.ts";
import type { FunctionName } from "../../runtime/env.ts";

/** When somebody has to look; the names of the first four fields are CloudWatch's. */
export interface AlarmRule {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: "Sum" | "Maximum" | "Average" | "Minimum";
  /** What it means and what to do first. */
  readonly description: string;
  /** The alarm is raised above it, or below it with `below`. */
  readonly threshold: number;
  readonly below?: boolean;
  /** Minutes in a row. @default 1 */
  readonly minutes?: number;
}

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
  /** Physical names by function. */
  readonly functionNames: Readonly<Record<FunctionName, pulumi.Output<string>>>;
}

/** Every alarm by its name. With partial batch failures Lambda counts no errors, so our own metrics come first. */
export function alarmRules(watched: Watched): Readonly<Record<string, AlarmRule>> {
  return {
    ...apiAlarms(watched),
    ...queueAlarms(watched),
    ...databaseAlarms(watched),
    ...functionAlarms(watched),
  };
}

function apiAlarms({ apiName, stageName }: Watched): Record<string, AlarmRule> {
  return {
    "gateway-5xx": {
      namespace: "AWS/ApiGateway",
      metricName: "5XXError",
      dimensions: { ApiName: apiName, Stage: stageName },
      statistic: "Sum",
      threshold: 5,
      description: "Producers get 5xx answers and have to send again. Look at the logs of ingest and query.",
    },
  };
}

function queueAlarms({ queueName, deadLetterQueueName, functionNames }: Watched): Record<string, AlarmRule> {
  return {
    "dead-letters": {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetterQueueName },
      statistic: "Maximum",
      threshold: 0,
      description:
        "Events were judged and wait in the dead-letter queue. Read failure_type and failure_reason in their attributes.",
    },
    "dead-events": {
      ...ours("DeadLettered", functionNames.process),
      statistic: "Sum",
      threshold: 0,
      description:
        "The processor dead-lettered events in the last minute. The attribute failure_type says why.",
    },
    "oldest-message": {
      namespace: "AWS/SQS",
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queueName },
      statistic: "Maximum",
      threshold: 300,
      minutes: 3,
      description:
        "Accepted events have waited for more than five minutes. Look at the processor's errors and the database.",
    },
    "given-back": {
      ...ours("BatchItemFailures", functionNames.process),
      statistic: "Sum",
      threshold: 10,
      minutes: 3,
      description:
        "The processor keeps giving events back to the queue. Look at its log: the database, S3 or SQS fails.",
    },
    "outbox-age": {
      ...ours("OutboxAge", functionNames.relay),
      statistic: "Maximum",
      threshold: 300,
      minutes: 3,
      description:
        "Stored events have not been announced for five minutes. Look at the relay's log and at SNS.",
    },
  };
}

function databaseAlarms(watched: Watched): Record<string, AlarmRule> {
  const database = (metricName: string) => ({
    namespace: "AWS/RDS",
    metricName,
    dimensions: { DBInstanceIdentifier: watched.databaseIdentifier },
  });
  return {
    "database-connections": {
      ...database("DatabaseConnections"),
      statistic: "Maximum",
      threshold: watched.plannedConnections,
      minutes: 3,
      description:
        "More connections are open than the functions may plan with. Look for another client, or lower the concurrency.",
    },
    "database-cpu": {
      ...database("CPUUtilization"),
      statistic: "Average",
      threshold: 85,
      minutes: 10,
      description:
        "The database is busy for ten minutes. Look at Performance Insights, or choose a larger class.",
    },
    "database-storage": {
      ...database("FreeStorageSpace"),
      statistic: "Minimum",
      threshold: watched.databaseStorageGb * 0.1 * 1024 ** 3,
      below: true,
      minutes: 5,
      description:
        "Less than a tenth of the first storage is free. It grows by itself up to ten times that; look whether it has.",
    },
  };
}

function functionAlarms({ functionNames }: Watched): Record<string, AlarmRule> {
  return Object.fromEntries(
    Object.entries(functionNames).flatMap(([name, physical]) => {
      const of = (metricName: string) => ({
        namespace: "AWS/Lambda",
        metricName,
        dimensions: { FunctionName: physical },
        statistic: "Sum" as const,
        threshold: 0,
      });
      return [
        [
          `${name}-errors`,
          {
            ...of("Errors"),
            description: `The function ${name} failed or ran out of time. Look at its log.`,
          },
        ],
        [
          `${name}-throttles`,
          {
            ...of("Throttles"),
            description: `The function ${name} was refused an instance. Raise the account's concurrency, or its own.`,
          },
        ],
      ] as const;
    }),
  );
}

/** A metric that a function writes itself; its service is the function's physical name. */
function ours(metricName: MetricName, service: pulumi.Output<string>) {
  return { namespace: metricNamespace, metricName, dimensions: { service } };
}

/** One alarm for each rule; no data is no alarm, since quiet is the normal state of counts of errors. */
export function createAlarms(
  parent: pulumi.ComponentResource,
  prefix: string,
  rules: Readonly<Record<string, AlarmRule>>,
  topic: aws.sns.Topic,
): readonly aws.cloudwatch.MetricAlarm[] {
  return Object.entries(rules).map(
    ([name, { description, below, minutes, threshold, ...metric }]) =>
      new aws.cloudwatch.MetricAlarm(
        `${prefix}-${name}`,
        {
          ...metric,
          threshold,
          alarmDescription: description,
          comparisonOperator: below === true ? "LessThanThreshold" : "GreaterThanThreshold",
          period: 60,
          evaluationPeriods: minutes ?? 1,
          treatMissingData: "notBreaching",
          alarmActions: [topic.arn],
          okActions: [topic.arn],
        },
        { parent },
      ),
  );
}
