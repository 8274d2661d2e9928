import { sql } from "slonik";
import * as v from "valibot";
import { redrivenCounts } from "./redriven-counts.ts";

const RunCounts = v.strictObject({
  sent: v.number(),
  stored: v.number(),
  duplicates: v.number(),
  dead: v.number(),
});

/**
 * Says that a run is alive, writes the redrive's counters and returns those of this run. Call with
 * `maybeOne`: none when the run is no longer the redrive's.
 */
export const beatRedrive = (id: string, run: number) => sql.type(RunCounts)`
  with total as (${redrivenCounts(id)}), own as (${redrivenCounts(id, run)})
  update redrive
  set heartbeat_at = now(), sent = total.sent, stored = total.stored, duplicates = total.duplicates,
    dead = total.dead
  from total, own
  where redrive.id = ${id}::uuid and redrive.run = ${run} and redrive.state = 'running'
  returning own.sent, own.stored, own.duplicates, own.dead
`;
