/** Sizes and counts that the contract promises or AWS imposes; bytes unless the name says otherwise. */
export const limits = {
  /** Largest canonical payload that is always accepted. */
  payloadBytes: 4 * 1024 * 1024,
  /** Largest canonical payload that travels inside the queue message; a default, configurable per stack. */
  inlinePayloadBytes: 262_144,
  /** Largest canonical payload that a notification carries; above it the notification holds a `dataref`. */
  notificationInlineBytes: 65_536,
  /** Body and attributes of one SQS message, and of one `SendMessageBatch` (SQS quota since August 2025). */
  queueMessageBytes: 1_048_576,
  /** Kept free in a queue message, so that its dead letter has room for the failure attributes. */
  deadLetterReserveBytes: 2048,
  /** All messages of one SNS `PublishBatch` together (SNS quota). */
  publishBatchBytes: 262_144,
  /** Entries in one SQS or SNS batch call (AWS quota). */
  batchEntries: 10,
  /** One synchronous Lambda request or response, as JSON (Lambda quota, 6 MB). */
  lambdaPayloadBytes: 6 * 1024 * 1024,
  /** One request body at API Gateway REST (API Gateway quota). */
  gatewayBodyBytes: 10 * 1024 * 1024,
  /** Days that SQS keeps a message, in the queue and again in the dead-letter queue; its most. */
  queueDays: 14,
  /**
   * Days that a payload stays in S3: as long as a message can name it, in the queue, in the
   * dead-letter queue and after one redrive, and a margin. Then it goes, needed or orphaned.
   */
  payloadDays: 3 * 14 + 3,
  /** Keys of payloads in S3 begin with it; the rest of the bucket is configuration. */
  payloadPrefix: "payloads/",
  /** JSON containers inside each other. */
  nestingDepth: 64,
  /** UTF-16 code units of every text that PostgreSQL indexes or AWS carries as an attribute. */
  attributeLength: 256,
  /** Extension attributes of one CloudEvent. */
  extensions: 16,
  /** UTF-8 bytes of a dead event's `failure_reason`. */
  failureReasonBytes: 1024,
  /** Deliveries after which a failure that is not an outage is judged. */
  attempts: 8,
  /** Deliveries above which a message is a suspect: worked after the others and alone. */
  suspectAbove: 8,
  /** Bounds of the back-off between two deliveries, in seconds. */
  backoffSeconds: { shortest: 2, longest: 900 },
  /** Events in one `POST /v1/events/batch`. */
  batchEvents: 500,
  /** What the `errors` of all items of a batch's answer may take together; the answer must fit Lambda's 6 MB. */
  batchErrorBytes: 1024 * 1024,
  /** Calls to SQS or S3 that one batch has under way at the same time. */
  concurrentSends: 8,
  /** How often a message is offered to SQS that refuses it for itself, within the time that is left. */
  sendAttempts: 3,
  /** Seconds that ingest takes at most; API Gateway ends a request after 29. */
  ingestSeconds: 20,
  /** Payloads that one batch fetches from S3 at the same time. */
  concurrentFetches: 5,
  /** Longest wait that `Prefer: wait` grants, in seconds; API Gateway ends a request after 29. */
  receiptWaitSeconds: 20,
} as const;
