import { type FragmentSqlToken, sql } from "slonik";
import * as v from "valibot";
import { rfc3339 } from "../rfc3339.ts";

/** A row of `event` as one JSON object; `data` is JSON text, absent when it is larger than was asked for. */
export const StoredEvent = v.strictObject({
  eventId: v.string(),
  correlationId: v.string(),
  producer: v.string(),
  receivedAt: v.string(),
  fingerprint: v.string(),
  payloadBytes: v.number(),
  traceparent: v.optional(v.string()),
  event: v.strictObject({
    id: v.string(),
    source: v.string(),
    type: v.string(),
    subject: v.optional(v.string()),
    time: v.optional(v.string()),
    dataschema: v.optional(v.string()),
    extensions: v.optional(v.record(v.string(), v.union([v.string(), v.boolean(), v.number()]))),
  }),
  data: v.optional(v.string()),
});

export type StoredEvent = v.InferOutput<typeof StoredEvent>;

/** The JSON object of a row of `event`, which the statement calls `event`; null when the join found none. */
export const storedEvent = (inlineBytes: number): FragmentSqlToken => sql.fragment`
  case when event.event_id is not null then json_object(
    'eventId': event.event_id,
    'correlationId': event.correlation_id,
    'producer': event.producer,
    'receivedAt': ${rfc3339(sql.fragment`event.received_at`)},
    'fingerprint': encode(event.fingerprint, 'hex'),
    'payloadBytes': event.payload_bytes,
    'traceparent': event.traceparent,
    'event': json_object(
      'id': event.source_id,
      'source': event.source,
      'type': event.type,
      'subject': event.subject,
      'time': event.time_text,
      'dataschema': event.dataschema,
      'extensions': event.extensions
      absent on null
    ),
    'data': case when event.payload_bytes <= ${inlineBytes} then event.data::text end
    absent on null
  ) end
`;
