import type { FailureType } from "../contract/errors.ts";
import type { AcceptedEvent } from "../contract/message.ts";
import type { Within } from "./time.ts";
import type { VerifiedEvent } from "./verified-event.ts";

/** What the store says of a record. */
export type Verdict = "stored" | "redelivered" | "duplicate" | "conflict";

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
