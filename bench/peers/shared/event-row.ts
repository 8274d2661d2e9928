import type { Message } from "./message.ts";

/** One row of the table `event`, a parameter per column. */
export const insertEvent = {
  name: "insert_event",
  text: `
    insert into event (
      received_at, event_id, producer, source, source_id, type, subject, user_id, correlation_id,
      time, time_text, fingerprint, payload_bytes, data
    )
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::timestamptz, $10, $11, $12, $13)
    on conflict do nothing`,
} as const;

export function eventRow(message: Message): readonly unknown[] {
  const { event } = message;
  return [
    message.receivedAt,
    message.eventId,
    message.producer,
    event.source,
    event.id,
    event.type,
    event.subject,
    message.data.userId,
    message.correlationId,
    event.time,
    Buffer.from(message.fingerprint, "hex"),
    message.payloadBytes,
    JSON.stringify(message.data),
  ];
}
