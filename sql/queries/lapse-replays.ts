import { sql } from "slonik";
import * as v from "valibot";

const Lapsed = v.strictObject({});

/** Stops replays whose process gave no sign of life for so many seconds. Call with `query`. */
export const lapseReplays = (seconds: number) => sql.type(Lapsed)`
  update replay set state = 'stopped', reason = 'killed', ended_at = heartbeat_at
  where state = 'running' and heartbeat_at < now() - make_interval(secs => ${seconds})
`;
