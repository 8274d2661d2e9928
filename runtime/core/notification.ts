import { notificationAttributes as names } from "../contract/attributes.ts";
import type { CloudEvent } from "../contract/cloud-event.ts";
import { dataschemaOf } from "../contract/event-types/index.ts";
import { parseFaithfully } from "../contract/faithful-json.ts";
import { limits } from "../contract/limits.ts";
import type { PendingNotification } from "../ports/pending-notification.ts";
import type { Notification } from "../ports/topic.ts";
import type { VerifiedEvent } from "../ports/verified-event.ts";
import { asciiJson } from "./json/ascii-json.ts";

/** The published form of an event without its payload: the producer's attributes and what Fluxa adds. */
function attributesOf(pending: PendingNotification): CloudEvent {
  const { extensions, ...attributes } = pending.event;
  return {
    specversion: "1.0",
    ...attributes,
    dataschema: dataschemaOf(attributes.type),
    datacontenttype: "application/json",
    ...(pending.traceparent !== undefined && { traceparent: pending.traceparent }),
    ...extensions,
    eventid: pending.eventId,
    producer: pending.producer,
    correlationid: pending.correlationId,
    recordedtime: pending.receivedAt,
    fingerprint: pending.fingerprint,
  };
}

/** Where a payload that is too large to be carried can be read; relative to the API's address (RFC 3986). */
function datarefOf(eventId: string): string {
  return `/v1/events/${eventId}/payload`;
}

/** The CloudEvent of a stored event: with `data`, or with `dataref` when the payload is too large. */
export function publishedEvent(pending: PendingNotification): CloudEvent {
  const attributes = attributesOf(pending);
  return pending.canonical === undefined
    ? { ...attributes, dataref: datarefOf(pending.eventId) }
    : { ...attributes, data: parseFaithfully(pending.canonical) };
}

// All attributes with their names, data types and values of four bytes a character.
const attributesAtMost = Object.keys(names).length * (32 + 4 * limits.attributeLength);

/** The SNS message of a stored event; a payload that does not fit once it is escaped is referred to. */
export function notificationOf(pending: PendingNotification): Notification {
  const { canonical: _, ...large } = pending;
  const whole = bodyOf(pending);
  const body = whole.length + attributesAtMost <= limits.publishBatchBytes ? whole : bodyOf(large);
  return { eventId: pending.eventId, body, attributes: filterAttributesOf(pending) };
}

/** In ASCII; the payload is spliced in, not serialised again. */
function bodyOf(pending: PendingNotification): string {
  const attributes = attributesOf(pending);
  return asciiJson(
    pending.canonical === undefined
      ? JSON.stringify({ ...attributes, dataref: datarefOf(pending.eventId) })
      : `${JSON.stringify(attributes).slice(0, -1)},"data":${pending.canonical}}`,
  );
}

function filterAttributesOf({
  event,
  producer,
  correlationId,
  traceparent,
  fingerprint,
}: PendingNotification) {
  return {
    [names.type]: event.type,
    [names.source]: event.source,
    ...(event.subject !== undefined && { [names.subject]: event.subject }),
    [names.producer]: producer,
    [names.dataschema]: dataschemaOf(event.type),
    [names.correlationId]: correlationId,
    ...(traceparent !== undefined && { [names.traceparent]: traceparent }),
    [names.fingerprint]: fingerprint,
  };
}

/** A stored event as a pending notification, its payload left out when it is above the limit in bytes. */
export function pendingOf({ canonical, ...event }: VerifiedEvent, inlineBytes: number): PendingNotification {
  return event.payloadBytes <= inlineBytes ? { ...event, canonical } : event;
}
