import { sql } from "slonik";
import { ReplayRow, replayColumns } from "./replay-row.ts";

/** Takes the run from the process that it belongs to. Call with `maybeOne`: none when it is not running. */
export const stopReplay = (id: string) => sql.type(ReplayRow)`
  update replay set state = 'stopped', reason = 'interrupted', ended_at = now()
  where id = ${id}::uuid and state = 'running'
  returning ${replayColumns}
`;
