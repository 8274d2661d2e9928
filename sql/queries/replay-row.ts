import { sql } from "slonik";
import * as v from "valibot";
import {
  Place,
  ReplaySelection,
  type ReplayStopReason,
  replayStopReasons,
} from "../../runtime/contract/replays.ts";
import { rfc3339, rfc3339Micros } from "../rfc3339.ts";

const reasons = Object.keys(replayStopReasons) as ReplayStopReason[];

export const ReplayRow = v.strictObject({
  id: v.string(),
  selection: ReplaySelection,
  rate: v.number(),
  actor: v.string(),
  state: v.picklist(["running", "stopped", "finished"]),
  reason: v.nullable(v.picklist(reasons)),
  detail: v.nullable(v.string()),
  run: v.number(),
  reached: Place,
  startedAt: v.string(),
  heartbeatAt: v.string(),
  endedAt: v.nullable(v.string()),
  counts: v.strictObject({ announced: v.number(), refused: v.number() }),
});

/** The columns of a replay, for a `select` or a `returning`. */
export const replayColumns = sql.fragment`
  replay.id, replay.selection, replay.rate, replay.actor, replay.state, replay.reason, replay.detail, replay.run,
  jsonb_build_object(
    'receivedAt', ${rfc3339Micros(sql.fragment`replay.reached_received_at`)},
    'eventId', replay.reached_event_id
  ) as reached,
  ${rfc3339(sql.fragment`replay.started_at`)} as "startedAt",
  ${rfc3339(sql.fragment`replay.heartbeat_at`)} as "heartbeatAt",
  ${rfc3339(sql.fragment`replay.ended_at`)} as "endedAt",
  jsonb_build_object('announced', replay.announced, 'refused', replay.refused) as counts
`;
