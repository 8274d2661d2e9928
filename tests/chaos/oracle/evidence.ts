import type { Content } from "./content.ts";
import type { Attempt } from "./journal.ts";

/** A row of `event`. */
export interface Row {
  readonly eventId: string;
  readonly correlationId: string;
  readonly producer: string;
  readonly receivedAt: string;
  /** The payload's hash and length are made anew from `data`. */
  readonly content: Content;
  /** As the columns say. */
  readonly fingerprint: string;
  readonly payloadBytes: number;
}

/** A row of `claim`. */
export interface Claim {
  readonly eventId: string;
  readonly producer: string;
  readonly receivedAt: string;
  readonly fingerprint: string;
  readonly type: string;
  readonly acceptanceId: string;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly countedAcceptances: readonly string[];
  readonly notifiedAt: string | null;
}

/** A row of `dead_event`. */
export interface DeadRow {
  readonly eventId: string | null;
  readonly acceptanceId: string | null;
  readonly failureType: string;
  readonly failureReason: string;
  readonly correlationId: string;
}

/** A message that reached the oracle's own subscription. */
export interface Heard {
  readonly eventId: string;
  readonly correlationId: string;
  readonly producer: string;
  readonly source: string;
  readonly sourceId: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: string | null;
  readonly fingerprint: string;
  /** Made anew from `data`; undefined when the notification only refers to the payload. */
  readonly carried: Pick<Content, "fingerprint" | "payloadBytes"> | undefined;
  readonly dataref: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A message in the dead-letter queue. */
export interface Letter {
  /** Undefined when its body is no message of Fluxa's. */
  readonly accepted: LetterBody | undefined;
  readonly failureType: string | undefined;
  readonly failureReason: string | undefined;
  readonly correlationId: string | undefined;
}

export interface LetterBody {
  readonly eventId: string;
  readonly acceptanceId: string;
  readonly correlationId: string;
  readonly type: string;
  readonly fingerprint: string;
  readonly offloaded: boolean;
  /** Made anew from `data`; undefined when the payload is in S3. */
  readonly carried: Pick<Content, "fingerprint" | "payloadBytes"> | undefined;
}

/** All that the oracle knows once the system is at rest. */
export interface Evidence {
  readonly producer: string;
  readonly attempts: readonly Attempt[];
  readonly rows: readonly Row[];
  readonly claims: readonly Claim[];
  /** Event ids. */
  readonly outbox: readonly string[];
  readonly deadRows: readonly DeadRow[];
  readonly heard: readonly Heard[];
  /** Messages of the subscription that are no notification, as text. */
  readonly unreadable: readonly string[];
  readonly letters: readonly Letter[];
  /** Messages of the event queue that are left, in hand or delayed. */
  readonly queued: number;
  readonly deadlocks: number;
  /** Ids of events whose payload S3 was made to give back changed. */
  readonly corrupted: ReadonlySet<string>;
}
