import { type AlarmRules, ours, sumOf, type Watched } from "./rule.ts";

/** What goes wrong while events are taken. */
export function takingAlarms({ apiName, stageName, functionNames: { ingest, process } }: Watched) {
  return {
    "gateway-5xx": {
      metrics: {
        errors: {
          namespace: "AWS/ApiGateway",
          metricName: "5XXError",
          dimensions: { ApiName: apiName, Stage: stageName },
          statistic: "Sum",
        },
      },
      threshold: 5,
      description:
        "Callers get 5xx answers and have to send again. Compare with ingest-failed and database-outage: they say which side fails.",
    },
    "ingest-failed": {
      metrics: { failed: ours("IngestFailed", ingest) },
      threshold: 5,
      minutes: 5,
      description:
        "Events of producers are answered with 5xx and have to be sent again. Look at ingest's log for 'request failed' and its error.",
    },
    "queue-failures": {
      metrics: { failures: ours("QueueFailures", ingest) },
      threshold: 5,
      minutes: 5,
      description:
        "SQS refuses events or does not answer in time, so producers get 503. Look at the error in ingest's log: throttled, denied or unreachable.",
    },
    "storage-failures": {
      metrics: {
        ingest: ours("StorageFailures", ingest),
        process: ours("StorageFailures", process),
      },
      expression: sumOf(["ingest", "process"]),
      threshold: 5,
      minutes: 5,
      description:
        "S3 does not take or give payloads that are too large for a message. Smaller ones pass. Look at the error in the logs of ingest and process.",
    },
  } as const satisfies AlarmRules;
}
