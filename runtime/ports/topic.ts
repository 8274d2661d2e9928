import type { Within } from "./time.ts";

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
