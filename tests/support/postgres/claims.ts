import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";

const ClaimRow = v.strictObject({
  eventId: v.string(),
  acceptanceId: v.string(),
  fingerprint: v.string(),
  type: v.string(),
  duplicates: v.number(),
  conflicts: v.number(),
  notified: v.boolean(),
});

export type ClaimRow = v.InferOutput<typeof ClaimRow>;

/** The claims of these events by event id. */
export async function claimsOf(
  pool: DatabasePool,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, ClaimRow>> {
  const rows = await pool.any(sql.type(ClaimRow)`
    select event_id as "eventId", acceptance_id as "acceptanceId", encode(fingerprint, 'hex') as fingerprint,
      type, duplicates, conflicts, notified_at is not null as notified
    from claim where event_id = any(${sql.array(eventIds, "uuid")})
  `);
  return new Map(rows.map((row) => [row.eventId, row]));
}

/** Duplicates and conflicts of one event. */
export async function countersOf(pool: DatabasePool, eventId: string) {
  const row = (await claimsOf(pool, [eventId])).get(eventId);
  return row && { duplicates: row.duplicates, conflicts: row.conflicts };
}

const Count = v.strictObject({ count: v.number() });

export async function countRows(
  pool: DatabasePool,
  table: "event" | "claim" | "outbox" | "dead_event" | "event_default",
): Promise<number> {
  return pool.oneFirst(sql.type(Count)`select count(*)::int4 as count from ${sql.identifier([table])}`);
}
