import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";

/** Takes the run from the process that it belongs to. Call with `maybeOne`: none when it is not running. */
export const stopRedrive = (id: string) => sql.type(RedriveRow)`
  update redrive set state = 'stopped', reason = 'interrupted', ended_at = now()
  where id = ${id}::uuid and state = 'running'
  returning ${redriveColumns}
`;
