import { sql } from "slonik";
import * as v from "valibot";

const Forgotten = v.strictObject({});

/** Forgets the letters of redrives that ended so many days ago; their records and counters stay. Call with `query`. */
export const forgetRedriven = (days: number) => sql.type(Forgotten)`
  delete from redriven using redrive
  where redrive.id = redriven.redrive_id and redrive.ended_at < now() - make_interval(days => ${days})
`;
