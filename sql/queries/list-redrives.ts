import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";

/** The newest redrives, newest first. Call with `any`. */
export const listRedrives = (limit: number) => sql.type(RedriveRow)`
  select ${redriveColumns} from redrive order by started_at desc, id limit ${limit}
`;
