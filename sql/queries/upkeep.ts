import { sql } from "slonik";
import * as v from "valibot";

const Count = v.strictObject({ count: v.number() });

/** Creates the partitions of the current and the next months. Call with `one`. */
export const createEventPartitions = (monthsAhead: number) => sql.type(Count)`
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
