import { sql } from "slonik";
import * as v from "valibot";

const Cleared = v.strictObject({});

/** Notes that events were notified and empties their outbox rows, in lock order. Call with `query`. */
export const clearOutbox = (eventIds: readonly string[]) => sql.prepared("clear_outbox", Cleared)`
  with notified as materialized (
    select event_id from claim
    where event_id = any(${sql.array(eventIds, "uuid")})
    order by event_id
    for no key update
  ), cleared as (
    delete from outbox using notified where outbox.event_id = notified.event_id
  )
  update claim set notified_at = now()
  from notified
  where claim.event_id = notified.event_id and claim.notified_at is null
`;
