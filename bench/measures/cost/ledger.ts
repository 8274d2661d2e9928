import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";

const Bytes = v.strictObject({ bytes: v.number() });
const Found = v.strictObject({ rows: v.number(), stored: v.number(), pending: v.number() });

/** Bytes of events and claims, indexes and out-of-line values included. */
export async function storedBytes(pool: DatabasePool): Promise<number> {
  const { bytes } = await pool.one(sql.type(Bytes)`
    select coalesce(sum(pg_total_relation_size(oid)), 0)::float8 as bytes
    from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname ~ '^(event(_.*)?|claim)$'
  `);
  return bytes;
}

/**
 * Compares what was accepted with what is there.
 * @param announced Notifications that were published.
 * @throws Error when an event was lost, doubled or not announced.
 */
export async function verifyAccepted(
  pool: DatabasePool,
  eventIds: readonly string[],
  announced: number,
): Promise<void> {
  const { rows, stored, pending } = await pool.one(sql.type(Found)`
    select (select count(*) from event)::int4 as rows,
      (select count(distinct event_id) from event where event_id = any(${sql.array(eventIds, "uuid")}))::int4 as stored,
      (select count(*) from outbox)::int4 as pending
  `);
  const count = eventIds.length;
  if (rows === count && stored === count && announced === count && pending === 0) return;
  throw new Error(
    `Of ${count} accepted events ${stored} are stored in ${rows} rows, ${announced} notifications were published ` +
      `and ${pending} wait.`,
  );
}
