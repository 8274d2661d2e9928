import type { DeadReceipt, StoredReceipt } from "../contract/receipt.ts";
import type { PendingNotification } from "./pending-notification.ts";

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
