import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";
import { redrivenCounts } from "./redriven-counts.ts";

interface Ending {
  readonly state: "stopped" | "finished";
  readonly reason: string | null;
  readonly detail: string | null;
}

/** Ends a run. Call with `maybeOne`: none when the run is no longer the redrive's. */
export const endRedrive = (id: string, run: number, { state, reason, detail }: Ending) => sql.type(
  RedriveRow,
)`
  with total as (${redrivenCounts(id)})
  update redrive
  set state = ${state}, reason = ${reason}, detail = ${detail}, heartbeat_at = now(), ended_at = now(),
    sent = total.sent, stored = total.stored, duplicates = total.duplicates, dead = total.dead
  from total
  where redrive.id = ${id}::uuid and redrive.run = ${run} and redrive.state = 'running'
  returning ${redriveColumns}
`;
