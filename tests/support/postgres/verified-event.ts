import { createHash, randomUUID } from "node:crypto";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";

/** A verified event with an identity and an acceptance of its own; fields can be replaced. */
export function verifiedEvent(fields: Partial<VerifiedEvent> = {}): VerifiedEvent {
  const { canonical = '{"amount":1999}', ...others } = fields;
  return {
    eventId: randomUUID(),
    acceptanceId: randomUUID(),
    correlationId: "correlation-1",
    producer: "shop",
    receivedAt: new Date().toISOString(),
    userId: "user-1",
    event: { id: "order-1", source: "/producers/shop", type: "transaction.authorized" },
    canonical,
    fingerprint: createHash("sha256").update(canonical).digest("hex"),
    payloadBytes: Buffer.byteLength(canonical),
    ...others,
  };
}

/** Another acceptance of the same event, as when a producer sends it again. */
export function again(event: VerifiedEvent): VerifiedEvent {
  return { ...event, acceptanceId: randomUUID() };
}

/** Another acceptance of the same identity with other content. */
export function contradicting(event: VerifiedEvent): VerifiedEvent {
  const { eventId, event: attributes } = event;
  return verifiedEvent({ eventId, event: attributes, canonical: '{"amount":1}' });
}
