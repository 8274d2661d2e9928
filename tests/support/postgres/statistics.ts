import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";

const Statistics = v.strictObject({
  deadlocks: v.number(),
  tempBytes: v.number(),
  outboxInserts: v.number(),
  claimInserts: v.number(),
});

/** What PostgreSQL has counted in this database; a connection reports when it ends. */
export async function statistics(pool: DatabasePool): Promise<v.InferOutput<typeof Statistics>> {
  return pool.one(sql.type(Statistics)`
    select deadlocks::int4 as deadlocks, temp_bytes::float8 as "tempBytes",
      (select n_tup_ins::int4 from pg_stat_all_tables where relname = 'outbox') as "outboxInserts",
      (select n_tup_ins::int4 from pg_stat_all_tables where relname = 'claim') as "claimInserts"
    from pg_stat_database where datname = current_database()
  `);
}
