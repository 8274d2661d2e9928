import * as v from "valibot";
import { CorrelationId, Fingerprint, Uuid } from "../identifiers.ts";
import { problemMembers } from "./answers.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const identity = {
  /** The CloudEvents `id`: the event's own, the one derived from the Idempotency-Key, or a new one. */
  id: v.string(),
  eventId: Uuid,
  retrySafe: v.boolean(),
};

/** An event that is on the queue. */
const TakenItem = v.strictObject({
  index: Count,
  status: v.picklist([202]),
  ...identity,
  fingerprint: Fingerprint,
});

/** An event that was refused, or that nobody knows of; it has an identity once that could be read. */
const RefusedItem = v.strictObject({
  index: Count,
  ...problemMembers,
  id: v.optional(identity.id),
  eventId: v.optional(identity.eventId),
  retrySafe: v.optional(identity.retrySafe),
});

/** The body of a 202 or 207 of a batch; the results are in the order of the events. */
export const BatchAnswer = v.strictObject({
  correlationId: CorrelationId,
  accepted: Count,
  rejected: Count,
  results: v.array(v.union([TakenItem, RefusedItem])),
});
