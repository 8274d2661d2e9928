type Unit = "Count" | "Milliseconds" | "Bytes" | "Seconds";

interface Metric {
  readonly unit: Unit;
  readonly meaning: string;
}

export const metricNamespace = "Fluxa";

/** Every metric that the functions emit, in CloudWatch's embedded metric format. */
export const metrics = {
  Accepted: { unit: "Count", meaning: "Acceptances: events that were answered with 202." },
  Rejected: { unit: "Count", meaning: "Events that were answered with another status than 202." },
  IngestLatency: { unit: "Milliseconds", meaning: "From the start of the ingest handler to its answer." },
  PayloadBytes: { unit: "Bytes", meaning: "Canonical payload of an accepted event." },
  PayloadsOffloaded: { unit: "Count", meaning: "Accepted payloads that went to S3." },
  Stored: { unit: "Count", meaning: "Events stored for the first time." },
  Redelivered: { unit: "Count", meaning: "Messages that SQS delivered again after they were stored." },
  Duplicates: { unit: "Count", meaning: "Acceptances of an event that was stored before, same content." },
  Conflicts: { unit: "Count", meaning: "Acceptances of an identity that was stored with other content." },
  DeadLettered: { unit: "Count", meaning: "Messages judged and sent to the dead-letter queue." },
  BatchItemFailures: { unit: "Count", meaning: "Messages given back to the queue for another attempt." },
  StoreLatency: { unit: "Milliseconds", meaning: "The statement that claims and stores a batch." },
  EndToEndLatency: { unit: "Milliseconds", meaning: "From acceptance to the row, per stored event." },
  NotificationLatency: { unit: "Milliseconds", meaning: "From acceptance to the notification, per event." },
  Notified: { unit: "Count", meaning: "Notifications that SNS took." },
  OutboxAge: { unit: "Seconds", meaning: "Age of the oldest pending notification." },
  CorrelationMissing: { unit: "Count", meaning: "Messages that arrived without a correlation id." },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
