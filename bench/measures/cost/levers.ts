import type { LineName } from "./lines.ts";

/** What makes a line of the bill smaller. */
export const levers: Readonly<Record<LineName, string>> = {
  apiGateway: "post in batches: a POST of 500 events is one request",
  ingest: "post in batches, or give ingest less memory when its time is mostly waiting",
  sqs: "post in batches (ten messages are one request of up to 64 KiB) and take larger batches from the queue",
  process:
    "larger `batchSize` and `batchWindowSeconds`: an invocation costs the same round trips for more events",
  sns: "a smaller `notificationInlineBytes`, so that ten notifications fit into 64 KiB",
  s3: "a larger `inlineLimitBytes` keeps payloads out of S3, or keep objects for fewer days",
  logs: "`apiLogs: off` drops the access log, and LOG_LEVEL warn the lines of what went well",
  transfer: "smaller payloads, as the bytes go to the database's zone and through the endpoint",
};

export const lineLabels: Readonly<Record<LineName, string>> = {
  apiGateway: "API Gateway",
  ingest: "ingest on Lambda",
  sqs: "SQS",
  process: "processor on Lambda",
  sns: "SNS",
  s3: "S3",
  logs: "CloudWatch Logs",
  transfer: "data transfer",
};
