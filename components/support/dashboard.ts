import { type MetricName, metricNamespace } from "../../runtime/contract/metrics.ts";

/** Names that the dashboard's graphs need. */
export type DashboardNames = Readonly<
  Record<
    | "region"
    | "apiName"
    | "stageName"
    | "queueName"
    | "deadLetterQueueName"
    | "databaseIdentifier"
    | "ingest"
    | "process"
    | "relay",
    string
  >
>;

type Metric = readonly (string | { readonly stat: string })[];

/** The way of an event from left to right and top to bottom: taken, queued, stored, announced. */
export function dashboardBody(names: DashboardNames): object {
  const graphs = [...apiGraphs(names), ...pipelineGraphs(names), ...databaseGraphs(names)];
  return { widgets: graphs.map(([title, metrics], index) => widget(title, metrics, names.region, index)) };
}

type Graph = readonly [string, readonly Metric[]];

function apiGraphs({ ingest, ...names }: DashboardNames): readonly Graph[] {
  const api = ["ApiName", names.apiName, "Stage", names.stageName] as const;
  return [
    ["Accepted and rejected", [ours("Accepted", ingest, "Sum"), ours("Rejected", ingest, "Sum")]],
    [
      "API latency, ms",
      [["AWS/ApiGateway", "Latency", ...api, { stat: "p99" }], ours("IngestLatency", ingest, "p50")],
    ],
    [
      "API errors",
      [
        ["AWS/ApiGateway", "4XXError", ...api, { stat: "Sum" }],
        ["AWS/ApiGateway", "5XXError", ...api, { stat: "Sum" }],
      ],
    ],
  ];
}

function pipelineGraphs(names: DashboardNames): readonly Graph[] {
  const { process, relay } = names;
  const verdicts = ["Stored", "Redelivered", "Duplicates", "Conflicts", "DeadLettered"] as const;
  const givenBack = ["OutageFailures", "TransientFailures", "DeadLetterFailures"] as const;
  const dead = [
    "Conflicts",
    "MalformedMessages",
    "SchemaViolations",
    "FingerprintMismatches",
    "PayloadsMissing",
    "AttemptsExhausted",
  ] as const;
  return [
    [
      "Queue",
      [
        queue("ApproximateNumberOfMessagesVisible", names.queueName),
        queue("ApproximateAgeOfOldestMessage", names.queueName),
        queue("ApproximateNumberOfMessagesVisible", names.deadLetterQueueName),
      ],
    ],
    ["Verdicts", verdicts.map((name) => ours(name, process, "Sum"))],
    ["Given back, by class", givenBack.map((name) => ours(name, process, "Sum"))],
    ["Dead, by type", dead.map((name) => ours(name, process, "Sum"))],
    ["End to end, ms", [ours("EndToEndLatency", process, "p50"), ours("EndToEndLatency", process, "p99")]],
    [
      "Announced",
      [ours("Notified", process, "Sum"), ours("Notified", relay, "Sum"), ours("OutboxAge", relay, "Maximum")],
    ],
  ];
}

function databaseGraphs({ databaseIdentifier }: DashboardNames): readonly Graph[] {
  const database = ["DBInstanceIdentifier", databaseIdentifier] as const;
  return [
    [
      "Database",
      [
        ["AWS/RDS", "DatabaseConnections", ...database, { stat: "Maximum" }],
        ["AWS/RDS", "CPUUtilization", ...database, { stat: "Average" }],
      ],
    ],
  ];
}

function queue(metric: string, name: string): Metric {
  return ["AWS/SQS", metric, "QueueName", name, { stat: "Maximum" }];
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
