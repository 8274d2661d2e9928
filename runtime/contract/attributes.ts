/** Attributes of a queue message; SQS allows ten, dead letters add three to the first five. */
export const messageAttributes = {
  eventId: "event_id",
  acceptanceId: "acceptance_id",
  correlationId: "correlation_id",
  traceparent: "traceparent",
  payloadKey: "payload_key",
  failureType: "failure_type",
  failureReason: "failure_reason",
  attempts: "attempts",
} as const;

/** Attributes of a notification, for filter policies; nine at most, as raw delivery discards above ten. */
export const notificationAttributes = {
  type: "type",
  source: "source",
  subject: "subject",
  producer: "producer",
  dataschema: "dataschema",
  correlationId: "correlation_id",
  traceparent: "traceparent",
  fingerprint: "fingerprint",
  /** Of a replay's announcement only. */
  replayId: "replay_id",
} as const;
