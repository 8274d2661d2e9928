import { sql } from "slonik";
import * as v from "valibot";
import type { Place, ReplayCounts } from "../../runtime/contract/replays.ts";

const Advanced = v.strictObject({ run: v.number() });

/**
 * Notes how far a run has come, with what it announced since the last note. Call with `maybeOne`: none
 * when the run is no longer the replay's.
 */
export const advanceReplay = (id: string, run: number, reached: Place, counts: ReplayCounts) => sql.type(
  Advanced,
)`
  update replay
  set reached_received_at = ${reached.receivedAt}::timestamptz, reached_event_id = ${reached.eventId}::uuid,
    announced = announced + ${counts.announced}, refused = refused + ${counts.refused}, heartbeat_at = now()
  where id = ${id}::uuid and run = ${run} and state = 'running'
  returning run
`;
