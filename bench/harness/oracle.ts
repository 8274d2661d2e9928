import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import type { PreparedEvent } from "./prepared-events.ts";

const Nothing = v.strictObject({});
const Accounts = v.strictObject({
  rows: v.number(),
  missing: v.number(),
  foreign: v.number(),
  changed: v.number(),
});

/** Makes the table of what must come of the events; they are numbered in their order, from 0. */
export async function expect(pool: DatabasePool, events: readonly PreparedEvent[]): Promise<void> {
  await pool.query(sql.type(Nothing)`
    create table if not exists bench_expected (place int4 primary key, event_id uuid not null unique, content text not null)
  `);
  await pool.query(sql.type(Nothing)`truncate bench_expected`);
  for (let from = 0; from < events.length; from += eventsAtOnce) {
    const rows = events
      .slice(from, from + eventsAtOnce)
      .map(({ eventId, canonical }, index) => [from + index, eventId, canonical]);
    // PostgreSQL writes jsonb in one way only, so the digest of its text is that of its content.
    await pool.query(sql.type(Nothing)`
      insert into bench_expected
      select place, event_id, md5(canonical::jsonb::text)
      from ${sql.unnest(rows, ["int4", "uuid", "text"])} as given (place, event_id, canonical)
    `);
  }
}

const eventsAtOnce = 500;

/** Empties what a round has written, and lets the next one begin with everything on disk. */
export async function emptyTables(pool: DatabasePool, others: readonly string[]): Promise<void> {
  const tables = ["event", "claim", "outbox", "dead_event", ...others].map((name) => sql.identifier([name]));
  await pool.query(sql.type(Nothing)`truncate ${sql.join(tables, sql.fragment`, `)}`);
  await pool.query(sql.type(Nothing)`checkpoint`);
}

/**
 * Compares what is stored and what was announced with the first `count` events that were expected.
 * @throws Error when one of them was lost, changed or doubled, or something else is there.
 */
export async function verify(
  pool: DatabasePool,
  count: number,
  events: readonly PreparedEvent[],
  announced: readonly string[],
): Promise<void> {
  const { rows, missing, foreign, changed } = await pool.one(sql.type(Accounts)`
    select count(event.event_id)::int4 as rows,
      count(*) filter (where event.event_id is null)::int4 as missing,
      count(*) filter (where expected.event_id is null)::int4 as foreign,
      count(*) filter (where md5(event.data::text) <> expected.content)::int4 as changed
    from (select * from bench_expected where place < ${count}) as expected
    full join event using (event_id)
  `);
  const told = new Set(announced);
  const untold = events.slice(0, count).filter(({ eventId }) => !told.has(eventId)).length;
  const right = rows === count && missing + foreign + changed + untold === 0 && announced.length === count;
  if (right) return;
  throw new Error(
    `Of ${count} events ${missing} were not stored, ${changed} were stored changed, ${rows} rows are there and ` +
      `${foreign} of them belong to no event; ${announced.length} notifications were published and ${untold} events ` +
      "were not announced.",
  );
}
