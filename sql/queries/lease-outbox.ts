import { sql } from "slonik";
import * as v from "valibot";
import { StoredEvent, storedEvent } from "./stored-event.ts";

const LeasedEvent = v.strictObject({ stored: StoredEvent });

/**
 * Leases notifications whose lease has passed, longest due first, skipping those that another
 * relay is taking. Call with `any`: none due is the normal answer.
 */
export const leaseOutbox = (limit: number, leaseSeconds: number, inlineBytes: number) => sql.type(
  LeasedEvent,
)`
  with due as materialized (
    select event_id from outbox
    where lease_until <= now()
    order by lease_until
    limit ${limit}
    for update skip locked
  ), leased as (
    update outbox set lease_until = now() + make_interval(secs => ${leaseSeconds})
    from due
    where outbox.event_id = due.event_id
    returning outbox.event_id, outbox.received_at
  )
  select ${storedEvent(inlineBytes)} as stored
  from leased join event using (received_at, event_id)
  order by received_at, event_id
`;
