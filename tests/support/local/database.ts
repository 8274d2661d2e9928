import { createPool, type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { afterAll } from "./cleanup.ts";
import type { Addresses } from "./instance.ts";

/** What PostgreSQL says, asked over a connection of the test's own. */
export interface Oracle {
  /** Rows of `event` by event id. */
  readonly storedCounts: () => Promise<ReadonlyMap<string, number>>;
  /** The rows of one event. */
  readonly rowsOf: (eventId: string) => Promise<v.InferOutput<typeof Rows>>;
  readonly totals: () => Promise<v.InferOutput<typeof Totals>>;
  readonly statistics: () => Promise<v.InferOutput<typeof Statistics>>;
  readonly close: () => Promise<void>;
}

const Stored = v.object({ eventId: v.string(), count: v.number() });

const Rows = v.array(v.object({ correlationId: v.string(), fingerprint: v.string() }));

const Totals = v.object({
  claims: v.number(),
  notified: v.number(),
  duplicates: v.number(),
  conflicts: v.number(),
  outbox: v.number(),
  dead: v.number(),
});

const Statistics = v.object({ outboxInserts: v.number(), deadlocks: v.number() });

/** Closed after the tests of this file, or before. */
export async function openDatabase({ databaseUrl }: Addresses): Promise<Oracle> {
  const pool = await createPool(databaseUrl, { maxPoolSize: 1, queryRetryLimit: 0 });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= pool.end();
    return closing;
  };
  afterAll(close);
  return {
    storedCounts: async () => new Map((await stored(pool)).map(({ eventId, count }) => [eventId, count])),
    rowsOf: async (eventId) => v.parse(Rows, await pool.any(rowsOf(eventId))),
    totals: async () => v.parse(Totals, await pool.one(totals)),
    statistics: async () => v.parse(Statistics, await pool.one(statistics)),
    close,
  };
}

async function stored(pool: DatabasePool) {
  const rows = await pool.any(sql.unsafe`
    select event_id::text as "eventId", count(*)::int as count from event group by event_id
  `);
  return v.parse(v.array(Stored), rows);
}

const rowsOf = (eventId: string) => sql.unsafe`
  select correlation_id as "correlationId", encode(fingerprint, 'hex') as fingerprint
    from event where event_id = ${eventId}::uuid
`;

const totals = sql.unsafe`
  select count(*)::int as claims,
         count(notified_at)::int as notified,
         coalesce(sum(duplicates), 0)::int as duplicates,
         coalesce(sum(conflicts), 0)::int as conflicts,
         (select count(*)::int from outbox) as outbox,
         (select count(*)::int from dead_event) as dead
    from claim
`;

const statistics = sql.unsafe`
  select (select n_tup_ins::int from pg_stat_user_tables where relname = 'outbox') as "outboxInserts",
         (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks
`;
