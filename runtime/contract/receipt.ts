import type { CloudEvent } from "./cloud-event.ts";
import type { FailureType } from "./errors.ts";

interface ReceiptOf<Status extends string> {
  readonly eventId: string;
  readonly status: Status;
  readonly correlationId: string | null;
  readonly producer: string;
  readonly fingerprint: string | null;
  /** RFC 3339, UTC. */
  readonly acceptedAt: string | null;
}

/** The state of an event that was stored; `event` is null once its partition was dropped. */
export interface StoredReceipt extends ReceiptOf<"persisted" | "notified"> {
  readonly persistedAt: string;
  readonly notifiedAt: string | null;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly event: CloudEvent | null;
}

/** The state of an event that was judged before it could be stored. */
export interface DeadReceipt extends ReceiptOf<"dead"> {
  readonly deadAt: string;
  readonly failureType: FailureType;
  readonly failureReason: string;
}

export type Receipt = StoredReceipt | DeadReceipt;
