import { type MetricName, metricNamespace } from "../../runtime/contract/metrics.ts";

/** Names that the dashboard's graphs need. */
export type DashboardNames = Readonly<
  Record<
    "region" | "apiName" | "stageName" | "queueName" | "deadLetterQueueName" | "databaseIdentifier",
    string
  >
>;

type Metric = readonly (string | { readonly stat: string })[];

/** The way of an event from left to right and top to bottom: taken, queued, stored, announced. */
export function dashboardBody(names: DashboardNames): object {
  const api = ["ApiName", names.apiName, "Stage", names.stageName] as const;
  const database = ["DBInstanceIdentifier", names.databaseIdentifier] as const;
  const queue = (name: string) => ["QueueName", name] as const;
  const graphs: readonly (readonly [string, readonly Metric[]])[] = [
    ["Accepted and rejected", [ours("Accepted", "ingest", "Sum"), ours("Rejected", "ingest", "Sum")]],
    [
      "API latency, ms",
      [["AWS/ApiGateway", "Latency", ...api, { stat: "p99" }], ours("IngestLatency", "ingest", "p50")],
    ],
    [
      "API errors",
      [
        ["AWS/ApiGateway", "4XXError", ...api, { stat: "Sum" }],
        ["AWS/ApiGateway", "5XXError", ...api, { stat: "Sum" }],
      ],
    ],
    [
      "Queue",
      [
        ["AWS/SQS", "ApproximateNumberOfMessagesVisible", ...queue(names.queueName), { stat: "Maximum" }],
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", ...queue(names.queueName), { stat: "Maximum" }],
        [
          "AWS/SQS",
          "ApproximateNumberOfMessagesVisible",
          ...queue(names.deadLetterQueueName),
          { stat: "Maximum" },
        ],
      ],
    ],
    [
      "Verdicts",
      (
        ["Stored", "Redelivered", "Duplicates", "Conflicts", "DeadLettered", "BatchItemFailures"] as const
      ).map((name) => ours(name, "process", "Sum")),
    ],
    [
      "End to end, ms",
      [ours("EndToEndLatency", "process", "p50"), ours("EndToEndLatency", "process", "p99")],
    ],
    [
      "Announced",
      [
        ours("Notified", "process", "Sum"),
        ours("Notified", "relay", "Sum"),
        ours("OutboxAge", "relay", "Maximum"),
      ],
    ],
    [
      "Database",
      [
        ["AWS/RDS", "DatabaseConnections", ...database, { stat: "Maximum" }],
        ["AWS/RDS", "CPUUtilization", ...database, { stat: "Average" }],
      ],
    ],
  ];
  return { widgets: graphs.map(([title, metrics], index) => widget(title, metrics, names.region, index)) };
}

function ours(metric: MetricName, service: string, stat: string): Metric {
  return [metricNamespace, metric, "service", service, { stat }];
}

function widget(title: string, metrics: readonly Metric[], region: string, index: number): object {
  const [width, height, columns] = [12, 6, 2];
  return {
    type: "metric",
    x: (index % columns) * width,
    y: Math.floor(index / columns) * height,
    width,
    height,
    properties: { title, metrics, region, period: 60, view: "timeSeries" },
  };
}
