import type { ErrorCode, FailureType } from "./errors.ts";
import type { MetricName } from "./metrics.ts";

/** What an operator meets: how it shows, and where the page is that says what to do. */
interface RunbookEntry {
  /** What the code does about it, before anybody looks. */
  readonly does: string;
  /** Alarms that show it, by their names in components/support/alarms; each belongs to one entry. */
  readonly alarms: readonly string[];
  readonly metrics: readonly MetricName[];
  /** What callers and receipts hear of it. */
  readonly errors: readonly (ErrorCode | FailureType)[];
}

/** The ten ways in which Fluxa is known to fail; `docs/runbook/<name>.md` is the page of each. */
export const failureModes = {
  "gateway-5xx": {
    does: "Every request is answered within 29 seconds, and an answer that is not a success says whether to send again, and when.",
    alarms: ["gateway-5xx", "query-errors", "query-throttles"],
    metrics: ["DatabaseOutages"],
    errors: ["internal_error", "unavailable", "timeout"],
  },
  "ingest-failure": {
    does: "No event is answered with 202 before SQS has it; everything else is a problem that names the event or says that a retry is safe.",
    alarms: ["ingest-failed", "ingest-errors", "ingest-throttles"],
    metrics: ["Accepted", "Rejected", "IngestFailed", "IngestLatency"],
    errors: ["internal_error", "unavailable", "timeout", "too_many_requests"],
  },
  "sqs-throttled": {
    does: "A send is tried three times within the request's time and then answered with 503; a dead letter that is not taken keeps its event in the queue.",
    alarms: ["queue-failures", "dead-letter-failures"],
    metrics: ["QueueFailures", "DeadLetterFailures"],
    errors: ["unavailable"],
  },
  "processor-failure": {
    does: "A message is deleted only after its event is stored or its dead letter is sent; what was stored and not announced is the relay's.",
    alarms: [
      "oldest-message",
      "queue-unread",
      "transient-failures",
      "process-errors",
      "process-throttles",
      "dead-events",
      "dead-letters",
      "dead-letters-unjudged",
      "dead-letters-old",
      "outbox-age",
      "relay-errors",
      "relay-throttles",
      "relay-silent",
    ],
    metrics: [
      "BatchItemFailures",
      "TransientFailures",
      "DeadLettered",
      "Conflicts",
      "MalformedMessages",
      "SchemaViolations",
      "AttemptsExhausted",
      "AnnouncementsLeft",
      "OutboxAge",
      "Redelivered",
    ],
    errors: ["malformed_message", "schema_violation", "attempts_exhausted", "event_not_found"],
  },
  "connection-exhaustion": {
    does: "A stack that could use up the connections is refused at preview; without a free one a batch backs off and no event is judged by it.",
    alarms: ["connections-exhausted", "database-connections", "database-cpu"],
    metrics: ["ConnectionsExhausted", "StoreLatency"],
    errors: ["unavailable"],
  },
  "database-outage": {
    does: "Events stay in the queue, backing off up to 15 minutes each; none is judged, and the queue drains by itself afterwards.",
    alarms: ["database-outage", "outage-failures", "outage-budget"],
    metrics: ["DatabaseOutages", "OutageFailures", "BatchItemFailures", "MostReceives", "CircuitOpened"],
    errors: ["unavailable", "event_not_found"],
  },
  "s3-failure": {
    does: "Payloads that travel in their message pass; larger ones are answered with 503 or back off in the queue, and only a missing object is judged.",
    alarms: ["storage-failures", "payloads-missing"],
    metrics: ["StorageFailures", "PayloadsMissing", "PayloadsOffloaded"],
    errors: ["unavailable", "payload_missing"],
  },
  "idempotency-conflict": {
    does: "The event that was stored first stands unchanged; the other one is dead-lettered at once, and the receipt counts it.",
    alarms: ["conflicts"],
    metrics: ["Conflicts", "Duplicates"],
    errors: ["idempotency_conflict", "idempotency_key_mismatch"],
  },
  "fingerprint-mismatch": {
    does: "A payload whose SHA-256 is not the accepted one is not stored; it is dead-lettered at once.",
    alarms: ["fingerprint-mismatches"],
    metrics: ["FingerprintMismatches"],
    errors: ["fingerprint_mismatch"],
  },
  "lost-correlation-id": {
    does: "The id travels in the message's body, too, so the event goes on under the id that its producer knows, and the loss is counted.",
    alarms: ["correlation-missing"],
    metrics: ["CorrelationMissing"],
    errors: [],
  },
} as const satisfies Record<string, RunbookEntry>;

/** What is watched beside the ten; each has its page, too. */
const watches = {
  upkeep: {
    does: "Partitions are made three months ahead and dropped after retention, old claims and dead events are purged, each in small steps; a month without a partition goes to the default one.",
    alarms: [
      "partitions-ahead",
      "default-partition",
      "upkeep-errors",
      "upkeep-throttles",
      "upkeep-silent",
      "migrate-errors",
      "migrate-throttles",
      "operate-errors",
      "operate-throttles",
      "database-storage",
      "database-transaction-ids",
    ],
    metrics: ["PartitionsAhead", "DefaultPartitionRows"],
    errors: [],
  },
  "unaccounted-events": {
    does: "Every acceptance is logged and counted when it is made and when it ends: stored, duplicate or dead.",
    alarms: ["unaccounted"],
    metrics: ["Accepted", "Stored", "Duplicates", "DeadLettered"],
    errors: [],
  },
} as const satisfies Record<string, RunbookEntry>;

/** Every page of the runbook by the name of its file, without `.md`. */
export const runbook: Readonly<Record<string, RunbookEntry>> = { ...failureModes, ...watches };

/**
 * The page that says what to do about an alarm, as a file in `docs/runbook`.
 * @throws Error when the alarm belongs to none: it would wake somebody and not say why.
 */
export function pageOfAlarm(alarm: string): string {
  const found = Object.entries(runbook).find(([, { alarms }]) => alarms.includes(alarm));
  if (found === undefined)
    throw new Error(
      `The alarm ${alarm} belongs to no page of the runbook; name it in runtime/contract/failure-modes.ts.`,
    );
  return `${found[0]}.md`;
}
