import type { ClaimRecord } from "../../../sql/queries/claim-batch.ts";
import type { VerifiedEvent } from "../../ports/verified-event.ts";

/** A verified event as the batch statement takes it. */
export function claimRecord(record: VerifiedEvent): ClaimRecord {
  const { event } = record;
  return {
    eventId: record.eventId,
    acceptanceId: record.acceptanceId,
    producer: record.producer,
    receivedAt: record.receivedAt,
    fingerprint: Buffer.from(record.fingerprint, "hex"),
    type: event.type,
    source: event.source,
    sourceId: event.id,
    subject: event.subject ?? null,
    userId: record.userId,
    correlationId: record.correlationId,
    time: event.time ?? null,
    dataschema: event.dataschema ?? null,
    extensions: event.extensions === undefined ? null : JSON.stringify(event.extensions),
    traceparent: record.traceparent ?? null,
    payloadBytes: record.payloadBytes,
    canonical: record.canonical,
  };
}
