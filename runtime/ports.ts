import type { EventAttributes } from "./contract/cloud-event.ts";
import type { FailureType } from "./contract/errors.ts";
import type { AcceptedEvent } from "./contract/message.ts";
import type { MetricName } from "./contract/metrics.ts";
import type { Producer } from "./contract/producer.ts";
import type { DeadReceipt, StoredReceipt } from "./contract/receipt.ts";

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A new UUIDv7 (RFC 9562). */
export type NewId = () => string;

/** Resolves after so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>;

/** A number in [0, 1), for jitter. */
export type Random = () => number;

/** Milliseconds until the invocation is ended, never below 0. */
export type TimeLeft = () => number;

/**
 * Milliseconds that a call may take at most; it then fails as if nothing had answered. Without it
 * the time-outs of the client hold.
 */
export type Within = number;

/** Which producer an API key's id belongs to; undefined when it belongs to none. */
export interface ProducerLookup {
  /** Gives up once `deadline` aborts. */
  find(apiKeyId: string, deadline: AbortSignal): Promise<Producer | undefined>;
}

/** Payloads that are too large for a message, as canonical JSON. */
export interface PayloadStore {
  /**
   * Gives up once `deadline` aborts.
   * @param fingerprint SHA-256 of the text in hexadecimal, which S3 checks.
   */
  put(key: string, canonical: string, fingerprint: string, deadline: AbortSignal): Promise<void>;
  /** @throws PayloadMissing when there is no such object. */
  get(key: string, within?: Within): Promise<string>;
}

export class PayloadMissing extends Error {
  override readonly name = "PayloadMissing";
}

/** An acceptance ready for the queue: an ASCII body and attributes that are never empty. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The producer, so that SQS shares the queue fairly. */
  readonly group: string;
  /** Body and attributes as SQS counts them. */
  readonly bytes: number;
}

/**
 * What became of one of several messages: SQS has it, SQS said that it has not, or nobody knows,
 * because the call failed and SQS may have taken it before.
 */
export type SendOutcome =
  | { readonly state: "sent" }
  | { readonly state: "refused" | "unknown"; readonly cause: unknown };

export interface EventQueue {
  /** Resolves once SQS has the message; gives up once `deadline` aborts. */
  send(message: OutgoingMessage, deadline: AbortSignal): Promise<void>;
  /** What became of each message, in their order, at the latest when `deadline` aborts; never rejects. */
  sendAll(messages: readonly OutgoingMessage[], deadline: AbortSignal): Promise<readonly SendOutcome[]>;
}

/** A message as it was received. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Text attributes only. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How often SQS has delivered it, this time included. */
  readonly receiveCount: number;
  readonly group: string | undefined;
}

/** How long a message stays invisible. */
export interface Delay {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** The queue as the processor sees it. */
export interface Redelivery {
  /** Makes each message visible again after its delay in seconds. */
  postpone(messages: readonly Delay[], within?: Within): Promise<void>;
}

/** A judged message on its way to the dead-letter queue: the body as it was received. */
export interface DeadLetter {
  readonly message: ReceivedMessage;
  readonly failureType: FailureType;
  readonly failureReason: string;
  readonly correlationId: string;
}

export interface DeadLetterQueue {
  /** The message ids that the dead-letter queue took; the others must be tried again. */
  send(letters: readonly DeadLetter[], within?: Within): Promise<ReadonlySet<string>>;
}

/** An event whose payload was verified, ready to be claimed. */
export interface VerifiedEvent extends Omit<AcceptedEvent, "data" | "payloadKey"> {
  /** RFC 8785 canonical JSON. */
  readonly canonical: string;
  readonly userId: string;
}

/** What the store says of a record. */
export type Verdict = "stored" | "redelivered" | "duplicate" | "conflict";

/** An event as the outbox knows it, with its payload when that is small enough to be published. */
export interface PendingNotification {
  readonly eventId: string;
  readonly correlationId: string;
  readonly producer: string;
  readonly receivedAt: string;
  readonly fingerprint: string;
  readonly payloadBytes: number;
  readonly traceparent?: string | undefined;
  readonly event: EventAttributes;
  /** Canonical JSON, absent when it is larger than a notification may carry. */
  readonly canonical?: string | undefined;
}

/** A judged message, for receipts and statistics. */
export interface DeadEvent {
  readonly messageId: string;
  readonly failureType: FailureType;
  readonly failureReason: string;
  readonly attempts: number;
  readonly correlationId: string;
  /** What could be read of the message; undefined when it could not be decoded. */
  readonly accepted:
    | Pick<AcceptedEvent, "eventId" | "acceptanceId" | "producer" | "receivedAt" | "fingerprint">
    | undefined;
}

/** The PostgreSQL side of the processor. Every method is one round trip, but for the rehearsal. */
export interface ProcessorStore {
  /**
   * Claims, stores and writes the outbox for all records in one statement; the verdicts are in the
   * order of the records.
   * @throws RecordRejected when one of the records made the statement fail.
   * @throws StoreUnavailable when the database cannot be asked or does not answer.
   */
  claim(records: readonly VerifiedEvent[], within?: Within): Promise<readonly Verdict[]>;
  /**
   * Stores a copy of an event under another identity, and a duplicate of it, and takes both back:
   * fails when the store fails for everybody, whatever the record. Several round trips.
   */
  rehearse(record: VerifiedEvent, within?: Within): Promise<void>;
  /** Notes that these events were notified and empties their outbox rows. */
  clear(eventIds: readonly string[], within?: Within): Promise<void>;
  /** Writes dead events; one that is known already stays as it is. */
  bury(dead: readonly DeadEvent[], within?: Within): Promise<void>;
}

/** One record of the statement cannot be held by PostgreSQL (SQLSTATE classes 22, 23 and 54). */
export class RecordRejected extends Error {
  override readonly name = "RecordRejected";
}

/** The database cannot be reached, refuses connections, or failed over in mid-work: nobody's fault. */
export class StoreUnavailable extends Error {
  override readonly name: string = "StoreUnavailable";
  /** No connection was free, of the pool or of a database that may otherwise be well. */
  readonly connectionsExhausted: boolean;

  constructor(message: string, options: ErrorOptions & { readonly connectionsExhausted?: boolean } = {}) {
    super(message, options);
    this.connectionsExhausted = options.connectionsExhausted ?? false;
  }
}

/** The database answers, and others are in the way: the same statement passes a little later. */
export class StoreBusy extends StoreUnavailable {
  override readonly name = "StoreBusy";
}

/** The outbox as the relay sees it. */
export interface OutboxStore {
  /** Takes up to `limit` notifications whose lease has passed, oldest first, and leases them anew. */
  lease(limit: number, within?: Within): Promise<readonly PendingNotification[]>;
  clear(eventIds: readonly string[], within?: Within): Promise<void>;
  /** Age of the oldest pending notification in seconds, 0 when there is none. */
  oldestAgeSeconds(within?: Within): Promise<number>;
}

/** The text and attributes of one SNS message. */
export interface Notification {
  readonly eventId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What became of notifications, by their event ids; what was not taken stays in the outbox. */
export interface Publication {
  readonly taken: ReadonlySet<string>;
  /** SNS's code for each that it refuses for what it is, and will refuse again. */
  readonly refused: ReadonlyMap<string, string>;
  /** Why the others were not taken: SNS did not answer, or took nothing at the moment. */
  readonly outage?: unknown;
}

export interface Topic {
  publish(notifications: readonly Notification[], within?: Within): Promise<Publication>;
}

/** What a key may see: its own events, or everyone's. */
export type Scope = { readonly producer: string } | "all";

/** A stored event's receipt before its CloudEvent is built. */
export interface StoredFacts extends Omit<StoredReceipt, "event"> {
  /** Undefined once the event's partition was dropped; without `canonical` when the payload is large. */
  readonly stored: PendingNotification | undefined;
}

/** What the store knows of an event's state. */
export type ReceiptFacts = StoredFacts | DeadReceipt;

export interface ReceiptStore {
  /** @throws StoreUnavailable when the database cannot be asked or does not answer. */
  receipt(eventId: string, scope: Scope): Promise<ReceiptFacts | undefined>;
  /** The stored payload as parsed JSON, with its fingerprint; undefined when there is none. */
  payload(
    eventId: string,
    scope: Scope,
  ): Promise<{ readonly data: unknown; readonly fingerprint: string } | undefined>;
}

/** Partition upkeep and purges; each is one small statement and says how many it made, dropped or deleted. */
export interface UpkeepStore {
  /** Rows in the default partition, and months after the current one that have a partition. */
  survey(): Promise<{ readonly defaultRows: number; readonly monthsAhead: number }>;
  /** Makes one partition that is missing, 0 when there is none. */
  createPartition(): Promise<number>;
  dropPartitions(): Promise<number>;
  purgeClaims(slice: number): Promise<number>;
  purgeDeadEvents(slice: number): Promise<number>;
}

/** Every line names the event's or the invocation's correlation id; never a payload, a key or a token. */
export interface LogFields extends Readonly<Record<string, unknown>> {
  readonly correlationId: string;
}

export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}

/** Metrics of one invocation, written as one line at its end. */
export interface Metrics {
  add(name: MetricName, value: number): void;
}
