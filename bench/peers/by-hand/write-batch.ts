import type pg from "pg";
import type { Message } from "../shared/message.ts";

// The writes of Fluxa's statement in the fewest words, for a batch in which no event comes twice.
const statement = `
  with input as (
    select * from unnest(
      $1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::bytea[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::int4[], $14::text[]
    ) as record (
      event_id, acceptance_id, producer, received_at, fingerprint, type, source, source_id,
      subject, user_id, correlation_id, time_text, payload_bytes, data
    )
  ), claimed as (
    insert into claim (event_id, producer, fingerprint, type, acceptance_id, received_at)
    select event_id, producer, fingerprint, type, acceptance_id, received_at from input order by event_id
    on conflict do nothing
    returning event_id
  ), stored as (
    insert into event (
      received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
      time, time_text, fingerprint, payload_bytes, data
    )
    select received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
      time_text::timestamptz, time_text, fingerprint, payload_bytes, data::jsonb
    from input join claimed using (event_id)
  ), pending as (
    insert into outbox (event_id, received_at, lease_until)
    select event_id, received_at, now() + interval '60 seconds' from input join claimed using (event_id)
  )
  select event_id from claimed`;

/** Claims and stores the events and writes the outbox in one statement. @returns Those that are new. */
export async function writeBatch(pool: pg.Pool, messages: readonly Message[]): Promise<readonly Message[]> {
  const { rows } = await pool.query<{ readonly event_id: string }>({
    name: "write_batch",
    text: statement,
    values: columnsOf(messages),
  });
  const stored = new Set(rows.map(({ event_id }) => event_id));
  return messages.filter(({ eventId }) => stored.has(eventId));
}

function columnsOf(messages: readonly Message[]): unknown[] {
  const column = <T>(of: (message: Message) => T) => messages.map(of);
  return [
    column(({ eventId }) => eventId),
    column(({ acceptanceId }) => acceptanceId),
    column(({ producer }) => producer),
    column(({ receivedAt }) => receivedAt),
    column(({ fingerprint }) => Buffer.from(fingerprint, "hex")),
    column(({ event }) => event.type),
    column(({ event }) => event.source),
    column(({ event }) => event.id),
    column(({ event }) => event.subject),
    column(({ data }) => data.userId),
    column(({ correlationId }) => correlationId),
    column(({ event }) => event.time),
    column(({ payloadBytes }) => payloadBytes),
    column(({ data }) => JSON.stringify(data)),
  ];
}

/** Notes that events were announced and empties their outbox rows. */
export async function clear(pool: pg.Pool, messages: readonly Message[]): Promise<void> {
  await pool.query({
    name: "clear",
    text: `
      with notified as materialized (
        select event_id from claim where event_id = any($1::uuid[]) order by event_id for no key update
      ), cleared as (
        delete from outbox using notified where outbox.event_id = notified.event_id
      )
      update claim set notified_at = now() from notified where claim.event_id = notified.event_id`,
    values: [messages.map(({ eventId }) => eventId)],
  });
}
