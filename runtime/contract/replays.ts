import * as v from "valibot";
import { Some } from "./bounded.ts";
import { AttributeText, ProducerName, Uuid } from "./identifiers.ts";
import { Timestamp } from "./timestamp.ts";

/** Which stored events are announced again: those received in a time, and of a part with several values any. */
export const ReplaySelection = v.strictObject({
  /** Received at this moment or later. */
  from: Timestamp,
  /** Received before this moment. */
  to: Timestamp,
  types: v.optional(Some(AttributeText)),
  producers: v.optional(Some(ProducerName)),
});

export type ReplaySelection = v.InferOutput<typeof ReplaySelection>;

/** A place in the order of receipt; the time in microseconds, as the database keeps it. */
export const Place = v.strictObject({ receivedAt: v.string(), eventId: Uuid });

export type Place = v.InferOutput<typeof Place>;

/** Announcements a second at most; SNS takes 300 (smallest regions) to 30,000 (PublishBatch quota). */
export const replayRate = { byDefault: 100, most: 5_000 } as const;

/** Why a replay stopped before its end; each can be resumed. */
export const replayStopReasons = {
  interrupted: "Somebody asked it to stop.",
  deadline: "The function's time was over.",
  killed: "Its process ended without a word.",
  topic_away: "SNS did not take announcements.",
  failed: "Something failed that should not.",
} as const;

export type ReplayStopReason = keyof typeof replayStopReasons;

export interface ReplayCounts {
  readonly announced: number;
  /** SNS refused them for what they are. */
  readonly refused: number;
}

/** A replay and how far it is; times are RFC 3339 in UTC. */
export interface Replay {
  readonly id: string;
  readonly selection: ReplaySelection;
  readonly rate: number;
  readonly actor: string;
  readonly state: "running" | "stopped" | "finished";
  readonly reason: ReplayStopReason | null;
  readonly detail: string | null;
  /** 1, and one more with each resume. */
  readonly run: number;
  /** The last event that was looked at; at first a place before all of them. */
  readonly reached: Place;
  readonly startedAt: string;
  readonly heartbeatAt: string;
  readonly endedAt: string | null;
  readonly counts: ReplayCounts;
}
