// The limit of the limits: one insert for the batch, then the announcements. Without claims and
// without an outbox, so that a redelivery stores twice and a crash announces nothing.
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eventRow } from "../shared/event-row.ts";
import { type Message, readMessage } from "../shared/message.ts";
import { openPool } from "../shared/pool.ts";
import { publishAll } from "../shared/topic.ts";

const pool = openPool(1);

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const messages = await Promise.all(Records.map(readMessage));
  await pool.query({ name: "insert_alone", text: statement, values: columnsOf(messages) });
  await publishAll(messages);
  return { batchItemFailures: [] };
}

const statement = `
  insert into event (
    received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
    time, time_text, fingerprint, payload_bytes, data
  )
  select received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
    time_text::timestamptz, time_text, fingerprint, payload_bytes, data::jsonb
  from unnest(
    $1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::bytea[], $12::int4[], $13::text[]
  ) as record (
    received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
    time_text, fingerprint, payload_bytes, data
  )`;

/** The rows on their side. */
function columnsOf(messages: readonly Message[]): unknown[] {
  const rows = messages.map(eventRow);
  const [first = []] = rows;
  return first.map((_, column) => rows.map((row) => row[column]));
}
