import { sql } from "slonik";
import { ReplayRow, replayColumns } from "./replay-row.ts";

/**
 * Begins another run of a replay that has stopped, at another rate if one is given. Call with `maybeOne`: none when it is not there, is
 * running or has finished.
 * @throws a unique violation when another replay is running.
 */
export const resumeReplay = (id: string, actor: string, rate: number | null) => sql.type(ReplayRow)`
  update replay
  set state = 'running', reason = null, detail = null, run = run + 1,
    rate = coalesce(${rate}, rate), heartbeat_at = now(), ended_at = null,
    actor = case when actor = ${actor} or actor like '%, ' || ${actor} then actor else actor || ', ' || ${actor} end
  where id = ${id}::uuid and state = 'stopped'
  returning ${replayColumns}
`;
