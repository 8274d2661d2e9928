/** What a caller can expect of a repeated request: the same answer, or a better one. */
type Persistence = "permanent" | "transient";

interface ErrorEntry {
  readonly status: number;
  readonly persistence: Persistence;
  readonly title: string;
}

/**
 * Every error that the HTTP API answers with, by its stable code (RFC 9457 problem details).
 * `docs/errors.md` has a section for each; a test compares the two.
 */
export const errors = {
  malformed_body: { status: 400, persistence: "permanent", title: "The body cannot be read" },
  invalid_header: { status: 400, persistence: "permanent", title: "A header has an invalid value" },
  invalid_key: { status: 401, persistence: "permanent", title: "The API key is missing or not valid" },
  unknown_producer: { status: 403, persistence: "permanent", title: "The API key belongs to no producer" },
  route_not_found: { status: 404, persistence: "permanent", title: "There is no such route" },
  event_not_found: { status: 404, persistence: "transient", title: "There is no receipt for this event id" },
  unknown_schema: { status: 404, persistence: "permanent", title: "There is no schema of this name" },
  payload_too_large: { status: 413, persistence: "permanent", title: "The payload is too large" },
  batch_too_large: { status: 413, persistence: "permanent", title: "The batch has too many events" },
  unsupported_media_type: {
    status: 415,
    persistence: "permanent",
    title: "The content type is not supported",
  },
  unfaithful_json: { status: 422, persistence: "permanent", title: "The JSON cannot be stored faithfully" },
  unknown_type: { status: 422, persistence: "permanent", title: "The event type is not known" },
  schema_violation: { status: 422, persistence: "permanent", title: "The event does not match its schema" },
  idempotency_key_mismatch: {
    status: 422,
    persistence: "permanent",
    title: "Idempotency-Key and the event's id differ",
  },
  identity_repeated: {
    status: 422,
    persistence: "permanent",
    title: "Two events of one batch have the same identity and other content",
  },
  too_many_requests: {
    status: 429,
    persistence: "transient",
    title: "The producer's rate or quota is used up",
  },
  internal_error: { status: 500, persistence: "transient", title: "Something failed that should not" },
  unavailable: { status: 503, persistence: "transient", title: "A service that Fluxa needs does not answer" },
  timeout: { status: 504, persistence: "transient", title: "The request took too long" },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/** Why a message was judged and dead-lettered, as in the attribute `failure_type`; each is permanent. */
export const failureTypes = {
  malformed_message: "The queue message is not one that Fluxa wrote.",
  schema_violation: "The payload does not match its schema, or PostgreSQL cannot hold it.",
  fingerprint_mismatch: "The payload's SHA-256 is not the one that was taken at acceptance.",
  payload_missing: "The payload that the message points to is not in S3.",
  idempotency_conflict: "Another payload or type was stored under the same identity before.",
  attempts_exhausted: "The event failed again and again while others succeeded.",
} as const satisfies Record<string, string>;

export type FailureType = keyof typeof failureTypes;
