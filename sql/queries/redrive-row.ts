import { sql } from "slonik";
import * as v from "valibot";
import {
  DeadEventFilter,
  RedrivePace,
  type StopReason,
  stopReasons,
} from "../../runtime/contract/dead-events.ts";
import { rfc3339 } from "../rfc3339.ts";

const reasons = Object.keys(stopReasons) as StopReason[];

export const RedriveRow = v.strictObject({
  id: v.string(),
  source: v.string(),
  target: v.string(),
  follows: v.boolean(),
  filter: DeadEventFilter,
  pace: RedrivePace,
  actor: v.string(),
  state: v.picklist(["running", "stopped", "finished"]),
  reason: v.nullable(v.picklist(reasons)),
  detail: v.nullable(v.string()),
  run: v.number(),
  cutOff: v.string(),
  startedAt: v.string(),
  heartbeatAt: v.string(),
  endedAt: v.nullable(v.string()),
  counts: v.strictObject({
    sent: v.number(),
    stored: v.number(),
    duplicates: v.number(),
    dead: v.number(),
    undecided: v.number(),
  }),
});

/** The columns of a redrive, for a `select` or a `returning`. */
export const redriveColumns = sql.fragment`
  redrive.id, redrive.source, redrive.target, redrive.follows, redrive.filter, redrive.pace, redrive.actor,
  redrive.state, redrive.reason, redrive.detail, redrive.run,
  ${rfc3339(sql.fragment`redrive.cut_off`)} as "cutOff",
  ${rfc3339(sql.fragment`redrive.started_at`)} as "startedAt",
  ${rfc3339(sql.fragment`redrive.heartbeat_at`)} as "heartbeatAt",
  ${rfc3339(sql.fragment`redrive.ended_at`)} as "endedAt",
  jsonb_build_object(
    'sent', redrive.sent, 'stored', redrive.stored, 'duplicates', redrive.duplicates, 'dead', redrive.dead,
    'undecided', redrive.sent - redrive.stored - redrive.duplicates - redrive.dead
  ) as counts
`;
