import { sql } from "slonik";
import { ReplayRow, replayColumns } from "./replay-row.ts";

/** The newest replays, newest first, or the one with an id. Call with `any`. */
export const listReplays = (limit: number, id: string | null = null) => sql.type(ReplayRow)`
  select ${replayColumns} from replay
  where ${id}::uuid is null or id = ${id}::uuid
  order by started_at desc, id limit ${limit}
`;
