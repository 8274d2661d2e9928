import * as v from "valibot";
import { Some, Whole } from "./bounded.ts";
import { AttributeText, ProducerName, Uuid } from "./identifiers.ts";
import { Timestamp } from "./timestamp.ts";

/** The failure type of a letter that nobody judged: SQS moved it after too many receives. */
export const unjudged = "unjudged";

/** Which dead events are meant: those that fit every part that is there, and of a part with several values any. */
export const DeadEventFilter = v.strictObject({
  failureTypes: v.optional(
    Some(v.pipe(v.string(), v.regex(/^[a-z_]{1,64}$/, "must be a failure type, such as payload_missing"))),
  ),
  producers: v.optional(Some(ProducerName)),
  types: v.optional(Some(AttributeText)),
  eventIds: v.optional(Some(Uuid)),
  /** Text that the reason contains, in upper or lower case. */
  reason: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
  /** Dead at this moment or later. */
  from: v.optional(Timestamp),
  /** Dead before this moment. */
  to: v.optional(Timestamp),
});

export type DeadEventFilter = v.InferOutput<typeof DeadEventFilter>;

/** How carefully a redrive goes. */
export const RedrivePace = v.strictObject({
  /** Messages a second at most. */
  rate: v.optional(Whole(1, 1_000), 100),
  /** Messages sent first, whose fate decides whether the others follow; 0 sends none first. */
  canary: v.optional(Whole(0, 1_000), 10),
  /** Share of the messages with a known fate that may have died again. */
  failureRatio: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.1),
  /** Seconds in which a message's fate must become known. */
  patienceSeconds: v.optional(Whole(1, 3_600), 120),
});

export type RedrivePace = v.InferOutput<typeof RedrivePace>;

/** What became of what was sent back. */
export interface RedriveCounts {
  readonly sent: number;
  /** Stored by this redrive. */
  readonly stored: number;
  /** Stored before with the same content; nothing was stored again. */
  readonly duplicates: number;
  /** Dead again. */
  readonly dead: number;
  /** Not known yet. */
  readonly undecided: number;
}

/** Why a redrive stopped before its end; each can be resumed. */
export const stopReasons = {
  interrupted: "Somebody asked it to stop.",
  deadline: "The function's time was over.",
  killed: "Its process ended without a word.",
  canary_failed: "Too many of the first messages died again.",
  failure_ratio: "Too many messages died again.",
  fates_unknown: "It did not become known in time what became of the messages.",
  to_confirm: "The first messages were sent; look what their subscriber made of them, then resume.",
  not_taken: "The queue that the messages go back to refused them.",
  failed: "Something failed that should not.",
} as const;

export type StopReason = keyof typeof stopReasons;

/** A redrive and how far it is; times are RFC 3339 in UTC. */
export interface Redrive {
  readonly id: string;
  /** Account and name of the dead-letter queue. */
  readonly source: string;
  readonly target: string;
  /** Whether the store learns what becomes of the messages. */
  readonly follows: boolean;
  readonly filter: DeadEventFilter;
  readonly pace: RedrivePace;
  readonly actor: string;
  readonly state: "running" | "stopped" | "finished";
  readonly reason: StopReason | null;
  readonly detail: string | null;
  /** 1, and one more with each resume. */
  readonly run: number;
  /** Letters that died after this are left. */
  readonly cutOff: string;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  readonly endedAt: string | null;
  readonly counts: RedriveCounts;
}
