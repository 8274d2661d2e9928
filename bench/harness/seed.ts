import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";

const Nothing = v.strictObject({});
const Created = v.strictObject({ created: v.number() });
const slice = 100_000;
const payload = JSON.stringify({
  transactionId: "tx-1",
  userId: "user-1",
  amount: 1_999,
  filler: "x".repeat(200),
});

/** Writes so many events with their claims, spread over the last hours, as if they were notified long ago. */
export async function seedEvents(pool: DatabasePool, count: number): Promise<void> {
  await pool.query(sql.type(Created)`select create_event_partitions(3) as created`);
  for (let done = 0; done < count; done += slice) {
    await pool.query(eventsOf(Math.min(slice, count - done), true));
  }
  await pool.query(sql.type(Nothing)`vacuum (analyze) claim`);
  await pool.query(sql.type(Nothing)`analyze event`);
}

/** Claims and stores one event, as the processor does; with the columns that have been there from the first. */
export const insertEvent = () => eventsOf(1, false);

const eventsOf = (count: number, isOld: boolean) => sql.type(Nothing)`
  with fresh as (
    select gen_random_uuid() as event_id, sha256(place::text::bytea) as fingerprint,
      case when ${isOld} then now() - random() * interval '6 hours' else clock_timestamp() end as received_at
    from generate_series(1, ${count}::int) as place
  ), claimed as (
    insert into claim (event_id, producer, fingerprint, type, acceptance_id, received_at, notified_at)
    select event_id, 'shop', fingerprint, 'transaction.authorized', gen_random_uuid(), received_at,
      case when ${isOld} then received_at end
    from fresh
  )
  insert into event (
    received_at, event_id, producer, source, source_id, type, user_id, correlation_id, fingerprint,
    payload_bytes, data
  )
  select received_at, event_id, 'shop', '/producers/shop', event_id::text, 'transaction.authorized',
    'user-1', event_id::text, fingerprint, ${payload.length}::int, ${payload}::jsonb
  from fresh
`;
