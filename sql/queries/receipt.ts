import { sql } from "slonik";
import * as v from "valibot";
import { rfc3339 } from "../rfc3339.ts";
import { StoredEvent, storedEvent } from "./stored-event.ts";

export const ReceiptRow = v.strictObject({
  eventId: v.string(),
  producer: v.string(),
  fingerprint: v.string(),
  acceptedAt: v.string(),
  persistedAt: v.string(),
  notifiedAt: v.nullable(v.string()),
  duplicates: v.number(),
  conflicts: v.number(),
  stored: v.nullable(StoredEvent),
});

/** The receipt of a stored event; `producer` null is any producer's. Call with `maybeOne`. */
export const receipt = (eventId: string, producer: string | null, inlineBytes: number) => sql.prepared(
  "receipt",
  ReceiptRow,
)`
  select
    claim.event_id as "eventId",
    claim.producer,
    encode(claim.fingerprint, 'hex') as fingerprint,
    ${rfc3339(sql.fragment`claim.received_at`)} as "acceptedAt",
    ${rfc3339(sql.fragment`claim.persisted_at`)} as "persistedAt",
    ${rfc3339(sql.fragment`claim.notified_at`)} as "notifiedAt",
    claim.duplicates,
    claim.conflicts,
    ${storedEvent(inlineBytes)} as stored
  from claim left join event
    on event.received_at = claim.received_at and event.event_id = claim.event_id
  where claim.event_id = ${eventId}::uuid and (${producer}::text is null or claim.producer = ${producer})
`;
