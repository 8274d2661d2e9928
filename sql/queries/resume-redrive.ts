import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";

/**
 * Begins another run of a redrive that has stopped. Call with `maybeOne`: none when it is not there,
 * is running or has finished.
 * @throws a unique violation when another redrive of its source is running.
 */
export const resumeRedrive = (id: string, actor: string) => sql.type(RedriveRow)`
  update redrive
  set state = 'running', reason = null, detail = null, run = run + 1, heartbeat_at = now(), ended_at = null,
    actor = case when actor = ${actor} or actor like '%, ' || ${actor} then actor else actor || ', ' || ${actor} end
  where id = ${id}::uuid and state = 'stopped'
  returning ${redriveColumns}
`;
