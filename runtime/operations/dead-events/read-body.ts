import * as v from "valibot";
import { AttributeText, CorrelationId, Fingerprint, ProducerName, Uuid } from "../../contract/identifiers.ts";
import { Timestamp } from "../../contract/timestamp.ts";

/** What a letter says of its event; what cannot be read is undefined. */
export interface BodyFacts {
  readonly eventId?: string | undefined;
  readonly acceptanceId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly producer?: string | undefined;
  readonly type?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly subject?: string | undefined;
  readonly acceptedAt?: string | undefined;
  readonly fingerprint?: string | undefined;
  readonly payloadBytes?: number | undefined;
  /** Where a payload is that does not travel in the message. */
  readonly payloadPlace?: string | undefined;
  readonly payload?: unknown;
}

/** A field that may be missing or wrong: a letter is dead because something about it is. */
const lenient = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.fallback(v.optional(schema), undefined as v.InferOutput<Schema> | undefined);

const Names = {
  id: lenient(AttributeText),
  source: lenient(AttributeText),
  type: lenient(AttributeText),
  subject: lenient(AttributeText),
};

/** The body of a queue message, as ingest wrote it. */
const Accepted = v.object({
  event: v.object(Names),
  eventId: lenient(Uuid),
  acceptanceId: lenient(Uuid),
  correlationId: lenient(CorrelationId),
  producer: lenient(ProducerName),
  receivedAt: lenient(Timestamp),
  fingerprint: lenient(Fingerprint),
  payloadBytes: lenient(v.number()),
  payloadKey: lenient(v.string()),
  data: v.optional(v.unknown()),
});

/** A notification, as subscribers get it. */
const Published = v.object({
  specversion: v.string(),
  ...Names,
  eventid: lenient(Uuid),
  correlationid: lenient(CorrelationId),
  producer: lenient(ProducerName),
  recordedtime: lenient(Timestamp),
  fingerprint: lenient(Fingerprint),
  dataref: lenient(v.string()),
  data: v.optional(v.unknown()),
});

/** What SNS wraps a notification in unless its delivery is raw. */
const Envelope = v.object({ Type: v.literal("Notification"), Message: v.string() });

/** Reads a letter's body as far as it can be read: a queue message, or a notification, raw or in SNS's envelope. */
export function readBody(body: string): BodyFacts {
  const content = parse(body);
  if (v.is(Envelope, content)) return readBody(content.Message);
  const accepted = v.safeParse(Accepted, content);
  if (accepted.success) return ofAccepted(accepted.output);
  const published = v.safeParse(Published, content);
  return published.success ? ofPublished(published.output) : {};
}

function ofAccepted({
  event,
  receivedAt,
  payloadKey,
  data,
  ...facts
}: v.InferOutput<typeof Accepted>): BodyFacts {
  const { id, ...names } = event;
  return {
    ...facts,
    ...names,
    sourceId: id,
    acceptedAt: receivedAt,
    payloadPlace: payloadKey,
    payload: data,
  };
}

function ofPublished({ id, data, ...event }: v.InferOutput<typeof Published>): BodyFacts {
  const { source, type, subject, producer, fingerprint } = event;
  return {
    ...{ source, type, subject, producer, fingerprint },
    eventId: event.eventid,
    correlationId: event.correlationid,
    sourceId: id,
    acceptedAt: event.recordedtime,
    payloadPlace: event.dataref,
    payload: data,
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
