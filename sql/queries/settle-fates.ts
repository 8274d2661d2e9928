import { sql } from "slonik";
import * as v from "valibot";

const Settled = v.strictObject({});

/**
 * Notes what became of the messages that a redrive sent: dead again, or stored with the same
 * content, by this very acceptance or by another. A fate is final. Call with `query`.
 */
export const settleFates = (id: string) => sql.type(Settled)`
  with decided as materialized (
    select letter_id,
      case
        when dead_event.message_id is not null then 'dead'
        when claim.acceptance_id = redriven.acceptance_id then 'stored'
        else 'duplicate'
      end as fate
    from redriven
    left join dead_event on dead_event.message_id = redriven.message_id
    left join claim on claim.event_id = redriven.event_id
      and claim.fingerprint = redriven.fingerprint and claim.type = redriven.type
    where redrive_id = ${id}::uuid and fate is null
      and (dead_event.message_id is not null or claim.event_id is not null)
    order by letter_id
    for update of redriven skip locked
  )
  update redriven set fate = decided.fate
  from decided
  where redriven.redrive_id = ${id}::uuid and redriven.letter_id = decided.letter_id
`;
