import * as v from "valibot";

/** What the log keeps of a strike, so that an event's story can be told. */
export const StrikeReport = v.object({
  time: v.string(),
  point: v.string(),
  action: v.string(),
  rule: v.string(),
  occurrence: v.number(),
  /** Who was struck; a function's name and a number. */
  sandbox: v.optional(v.string()),
  eventIds: v.array(v.string()),
  correlationIds: v.array(v.string()),
});

export type StrikeReport = v.InferOutput<typeof StrikeReport>;

/** Whom a strike meets, as far as it is known. */
export interface Subject {
  readonly sandbox?: string;
  readonly eventIds?: readonly string[];
  readonly correlationIds?: readonly string[];
}
