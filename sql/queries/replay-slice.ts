import { type FragmentSqlToken, sql } from "slonik";
import * as v from "valibot";
import type { Place, ReplaySelection } from "../../runtime/contract/replays.ts";
import { rfc3339Micros } from "../rfc3339.ts";
import { StoredEvent, storedEvent } from "./stored-event.ts";

const LookedAt = v.strictObject({
  receivedAt: v.string(),
  eventId: v.string(),
  /** Null when it is not selected. */
  stored: v.nullable(StoredEvent),
});

const Counted = v.strictObject({
  selected: v.number(),
  /** Null when nothing was there. */
  receivedAt: v.nullable(v.string()),
  eventId: v.nullable(v.string()),
});

/** Which events, where to begin, and how many of all that are there are looked at. */
interface Looking {
  readonly selection: ReplaySelection;
  readonly after: Place;
  readonly most: number;
}

/**
 * The next events in the order of receipt, those that are selected with their content. How many are looked
 * at is bounded and not how many are found, so that a rare type makes no statement long. Call with `any`.
 */
export const replaySlice = (looking: Looking, inlineBytes: number) => sql.type(LookedAt)`
  select ${rfc3339Micros(sql.fragment`event.received_at`)} as "receivedAt", event.event_id as "eventId",
    case when ${isSelected(looking)} then ${storedEvent(inlineBytes)} end as stored
  from event
  where ${follows(looking)}
  order by received_at, event_id
  limit ${looking.most}
`;

/** How many of the next events are selected, and where they end. Call with `one`. */
export const countSlice = (looking: Looking) => sql.type(Counted)`
  with looked_at as materialized (
    select event.received_at, event.event_id, ${isSelected(looking)} as selected
    from event
    where ${follows(looking)}
    order by received_at, event_id
    limit ${looking.most}
  ), last as (
    select received_at, event_id from looked_at order by received_at desc, event_id desc limit 1
  )
  select (select count(*)::int4 from looked_at where selected) as selected,
    (select ${rfc3339Micros(sql.fragment`received_at`)} from last) as "receivedAt",
    (select event_id from last) as "eventId"
`;

function follows({ selection, after }: Looking): FragmentSqlToken {
  return sql.fragment`
    event.received_at >= ${after.receivedAt}::timestamptz
    and event.received_at < ${selection.to}::timestamptz
    and (event.received_at, event.event_id) > (${after.receivedAt}::timestamptz, ${after.eventId}::uuid)
  `;
}

function isSelected({ selection: { types, producers } }: Looking): FragmentSqlToken {
  return sql.fragment`(${isOneOf(sql.fragment`event.type`, types)} and ${isOneOf(sql.fragment`event.producer`, producers)})`;
}

function isOneOf(column: FragmentSqlToken, values: readonly string[] | undefined): FragmentSqlToken {
  return values === undefined
    ? sql.fragment`true`
    : sql.fragment`${column} = any(${sql.array([...values], "text")})`;
}
