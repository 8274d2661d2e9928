import * as v from "valibot";
import { EventAttributes } from "./cloud-event.ts";
import { CorrelationId, Fingerprint, ProducerName, Traceparent, Uuid } from "./identifiers.ts";
import { Timestamp } from "./timestamp.ts";

/**
 * The body of a queue message: one acceptance. It holds all that the processor needs, so that a
 * message whose attributes were lost on the way can still be processed; exactly one of `data`
 * (the payload) and `payloadKey` (its key in S3) is there.
 */
export const AcceptedEvent = v.pipe(
  v.strictObject({
    eventId: Uuid,
    acceptanceId: Uuid,
    correlationId: CorrelationId,
    producer: ProducerName,
    receivedAt: Timestamp,
    fingerprint: Fingerprint,
    payloadBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
    traceparent: v.optional(Traceparent),
    event: EventAttributes,
    payloadKey: v.optional(v.pipe(v.string(), v.minLength(1))),
    data: v.optional(v.unknown()),
  }),
  v.check(
    (message) => "data" in message !== "payloadKey" in message,
    "must hold exactly one of data and payloadKey",
  ),
);

export type AcceptedEvent = v.InferOutput<typeof AcceptedEvent>;
