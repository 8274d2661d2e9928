import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { besideTransaction } from "./beside-transaction.ts";
import { middleOf, partitionOf } from "./months.ts";
import type { TestDatabase } from "./test-database.ts";
import { verifiedEvent } from "./verified-event.ts";

const Name = v.strictObject({ name: v.string() });

/** The partitions of events, the default one first and the others by their month. */
export async function partitions(owner: DatabasePool): Promise<readonly string[]> {
  const names = await owner.anyFirst(sql.type(Name)`
    select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'event'::regclass
  `);
  return [...names].sort((one, other) =>
    one === "event_default" ? -1 : other === "event_default" ? 1 : one.localeCompare(other),
  );
}

/** The partition that an event lies in; undefined when there is no such event. */
export async function partitionHolding(owner: DatabasePool, eventId: string): Promise<string | undefined> {
  const row = await owner.maybeOne(sql.type(Name)`
    select tableoid::regclass::text as name from event where event_id = ${eventId}::uuid
  `);
  return row?.name;
}

/** Drops the partition of a month, so many months from now. */
export async function dropPartition(owner: DatabasePool, months: number): Promise<void> {
  await owner.query(sql.unsafe`drop table ${sql.identifier([partitionOf(months)])}`);
}

/** Does something while another transaction has stored an event of that month and is still open. */
export async function besideWriter(
  database: TestDatabase,
  months: number,
  work: () => Promise<void>,
): Promise<void> {
  const event = verifiedEvent({ receivedAt: middleOf(months) });
  const writer = await database.pool("fluxa_processor", { poolSize: 1 });
  const insert = sql.unsafe`
    insert into event (received_at, event_id, producer, source, source_id, type, user_id,
      correlation_id, fingerprint, payload_bytes, data)
    values (${event.receivedAt}::timestamptz, ${event.eventId}::uuid, 'shop', 's', 'i', 't', 'u', 'c',
      ${sql.binary(Buffer.from(event.fingerprint, "hex"))}, 2, '{}')
  `;
  await besideTransaction(writer, insert, work);
}
