import { sql } from "slonik";
import * as v from "valibot";
import type { FailureType } from "../../runtime/contract/errors.ts";
import { failureTypes } from "../../runtime/contract/errors.ts";
import { rfc3339 } from "../rfc3339.ts";

const knownFailureTypes = Object.keys(failureTypes) as FailureType[];

const DeadReceiptRow = v.strictObject({
  eventId: v.string(),
  correlationId: v.string(),
  producer: v.string(),
  fingerprint: v.nullable(v.string()),
  acceptedAt: v.nullable(v.string()),
  deadAt: v.string(),
  failureType: v.picklist(knownFailureTypes),
  failureReason: v.string(),
});

/**
 * The latest judgement of an event that was never stored; a conflict is no judgement of the event
 * that was stored first. `producer` null is any producer's. Call with `maybeOne`.
 */
export const deadReceipt = (eventId: string, producer: string | null) => sql.type(DeadReceiptRow)`
  select
    event_id as "eventId",
    correlation_id as "correlationId",
    producer,
    encode(fingerprint, 'hex') as fingerprint,
    ${rfc3339(sql.fragment`received_at`)} as "acceptedAt",
    ${rfc3339(sql.fragment`dead_at`)} as "deadAt",
    failure_type as "failureType",
    failure_reason as "failureReason"
  from dead_event
  where event_id = ${eventId}::uuid
    and producer is not null
    and (${producer}::text is null or producer = ${producer})
    and failure_type <> 'idempotency_conflict'
    and not exists (select from claim where claim.event_id = dead_event.event_id)
  order by dead_at desc, message_id
  limit 1
`;
