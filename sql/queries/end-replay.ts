import { sql } from "slonik";
import { ReplayRow, replayColumns } from "./replay-row.ts";

interface Ending {
  readonly state: "stopped" | "finished";
  readonly reason: string | null;
  readonly detail: string | null;
}

/** Ends a run. Call with `maybeOne`: none when the run is no longer the replay's. */
export const endReplay = (id: string, run: number, { state, reason, detail }: Ending) => sql.type(ReplayRow)`
  update replay
  set state = ${state}, reason = ${reason}, detail = ${detail}, heartbeat_at = now(), ended_at = now()
  where id = ${id}::uuid and run = ${run} and state = 'running'
  returning ${replayColumns}
`;
