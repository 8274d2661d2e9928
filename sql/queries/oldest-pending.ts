import { sql } from "slonik";
import * as v from "valibot";

const OldestPending = v.strictObject({ ageSeconds: v.number() });

/** How long the oldest notification has been pending, 0 when there is none. Call with `one`. */
export const oldestPending = () => sql.type(OldestPending)`
  select coalesce(extract(epoch from now() - min(persisted_at)), 0)::float8 as "ageSeconds"
  from outbox
`;
