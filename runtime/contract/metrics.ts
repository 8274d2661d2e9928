type Unit = "Count" | "Milliseconds" | "Bytes" | "Seconds";

interface Metric {
  readonly unit: Unit;
  readonly meaning: string;
}

export const metricNamespace = "Fluxa";

/** Every metric that the functions emit, in CloudWatch's embedded metric format. */
export const metrics = {
  Accepted: { unit: "Count", meaning: "Acceptances: events that were answered with 202." },
  Rejected: {
    unit: "Count",
    meaning: "Events that were refused for a reason that the producer has to mend (4xx).",
  },
  IngestFailed: {
    unit: "Count",
    meaning: "Events that were answered with 5xx: not taken, or nobody knows whether.",
  },
  IngestLatency: { unit: "Milliseconds", meaning: "From the start of the ingest handler to its answer." },
  PayloadBytes: { unit: "Bytes", meaning: "Canonical payload of an accepted event." },
  PayloadsOffloaded: { unit: "Count", meaning: "Accepted payloads that went to S3." },
  QueueFailures: {
    unit: "Count",
    meaning: "Messages that SQS refused, or did not answer for in time, after all tries of a request.",
  },
  StorageFailures: {
    unit: "Count",
    meaning: "Payloads that S3 did not take or give, other than those that are not there.",
  },
  Stored: { unit: "Count", meaning: "Events stored for the first time." },
  Redelivered: { unit: "Count", meaning: "Messages that SQS delivered again after they were stored." },
  Duplicates: { unit: "Count", meaning: "Acceptances of an event that was stored before, same content." },
  DeadLettered: { unit: "Count", meaning: "Messages judged and sent to the dead-letter queue." },
  Conflicts: { unit: "Count", meaning: "Of these: an identity that was stored with other content." },
  MalformedMessages: { unit: "Count", meaning: "Of these: messages that Fluxa did not write." },
  SchemaViolations: {
    unit: "Count",
    meaning: "Of these: payloads that match no schema, or that PostgreSQL cannot hold.",
  },
  FingerprintMismatches: { unit: "Count", meaning: "Of these: payloads that are not the accepted ones." },
  PayloadsMissing: { unit: "Count", meaning: "Of these: payloads that are not in S3." },
  AttemptsExhausted: {
    unit: "Count",
    meaning: "Of these: events that failed again and again while others succeeded.",
  },
  BatchItemFailures: { unit: "Count", meaning: "Messages given back to the queue for another attempt." },
  OutageFailures: { unit: "Count", meaning: "Of these: because the database or S3 did not answer." },
  TransientFailures: {
    unit: "Count",
    meaning: "Of these: because of a failure of their own that is not judged yet.",
  },
  DeadLetterFailures: {
    unit: "Count",
    meaning: "Of these: judged, and the dead-letter queue did not take them.",
  },
  MostReceives: { unit: "Count", meaning: "Highest receive count of a message that was given back." },
  DatabaseOutages: { unit: "Count", meaning: "Invocations that met a database which did not answer." },
  ConnectionsExhausted: { unit: "Count", meaning: "Of these: because no connection was free." },
  CircuitOpened: { unit: "Count", meaning: "Times that a sandbox stopped asking what did not answer." },
  StoreLatency: {
    unit: "Milliseconds",
    meaning: "The statement that claims and stores a batch, with the wait for a connection.",
  },
  EndToEndLatency: { unit: "Milliseconds", meaning: "From acceptance to the row, per stored event." },
  NotificationLatency: { unit: "Milliseconds", meaning: "From acceptance to the notification, per event." },
  Notified: { unit: "Count", meaning: "Notifications that SNS took." },
  AnnouncementsLeft: {
    unit: "Count",
    meaning: "Stored events whose announcement, or the note of it, is left to the next relay.",
  },
  OutboxAge: { unit: "Seconds", meaning: "Age of the oldest pending notification." },
  CorrelationMissing: {
    unit: "Count",
    meaning: "Messages whose attribute `correlation_id` was lost, or is not the one in their body.",
  },
  PartitionsAhead: {
    unit: "Count",
    meaning: "Months after the current one that have a partition, up to the first without.",
  },
  DefaultPartitionRows: {
    unit: "Count",
    meaning: "Events that wait in the default partition to be moved to their month's.",
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
