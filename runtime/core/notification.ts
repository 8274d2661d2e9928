import { notificationAttributes as names } from "../contract/attributes.ts";
import type { CloudEvent } from "../contract/cloud-event.ts";
import { dataschemaOf } from "../contract/event-types/index.ts";
import { parseFaithfully } from "../contract/faithful-json.ts";
import type { Notification, PendingNotification, VerifiedEvent } from "../ports.ts";
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

/** The SNS message of a stored event; the payload is spliced in, not serialised again. */
export function notificationOf(pending: PendingNotification): Notification {
  const attributes = attributesOf(pending);
  const body =
    pending.canonical === undefined
      ? JSON.stringify({ ...attributes, dataref: datarefOf(pending.eventId) })
      : `${JSON.stringify(attributes).slice(0, -1)},"data":${pending.canonical}}`;
  return { eventId: pending.eventId, body: asciiJson(body), attributes: filterAttributesOf(pending) };
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
