import { sql } from "slonik";
import * as v from "valibot";

const PayloadRow = v.strictObject({ data: v.string(), fingerprint: v.string() });

/** The payload of a stored event as JSON text; `producer` null is any producer's. Call with `maybeOne`. */
export const payload = (eventId: string, producer: string | null) => sql.prepared("payload", PayloadRow)`
  select event.data::text as data, encode(event.fingerprint, 'hex') as fingerprint
  from claim join event
    on event.received_at = claim.received_at and event.event_id = claim.event_id
  where claim.event_id = ${eventId}::uuid and (${producer}::text is null or claim.producer = ${producer})
`;
