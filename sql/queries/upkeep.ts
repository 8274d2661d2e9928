import { sql } from "slonik";
import * as v from "valibot";

const Count = v.strictObject({ count: v.number() });

const Partitions = v.strictObject({ defaultRows: v.number(), monthsAhead: v.number() });

/** Creates one missing partition of the current and the next months, if there is any. Call with `one`. */
export const createEventPartition = (monthsAhead: number) => sql.type(Count)`
  select create_event_partitions(${monthsAhead}::int4) as count
`;

/** Drops the partitions that hold only events older than this. Call with `one`. */
export const dropEventPartitions = (retentionDays: number) => sql.type(Count)`
  select drop_event_partitions(${retentionDays}::int4) as count
`;

/** Deletes up to `slice` claims older than this that are of no event any more. Call with `one`. */
export const purgeClaims = (retentionDays: number, slice: number) => sql.type(Count)`
  select purge_claims(${retentionDays}::int4, ${slice}::int4) as count
`;

/** Deletes up to `slice` dead events older than this. Call with `one`. */
export const purgeDeadEvents = (retentionDays: number, slice: number) => sql.type(Count)`
  select purge_dead_events(${retentionDays}::int4, ${slice}::int4) as count
`;

/** Rows that wait in the default partition, and months that have a partition ahead. Call with `one`. */
export const eventPartitions = () => sql.type(Partitions)`
  select default_rows as "defaultRows", months_ahead as "monthsAhead" from event_partitions()
`;
