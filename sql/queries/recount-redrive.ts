import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";
import { redrivenCounts } from "./redriven-counts.ts";

/** A redrive with the fates that are known now. Call with `maybeOne`. */
export const recountRedrive = (id: string) => sql.type(RedriveRow)`
  with total as (${redrivenCounts(id)})
  update redrive
  set sent = total.sent, stored = total.stored, duplicates = total.duplicates, dead = total.dead
  from total
  where redrive.id = ${id}::uuid
  returning ${redriveColumns}
`;
