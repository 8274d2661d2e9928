import { messageAttributes as names } from "../../contract/attributes.ts";
import type { AcceptedEvent } from "../../contract/message.ts";
import type { OutgoingMessage } from "../../ports/event-queue.ts";
import { asciiJson } from "../json/ascii-json.ts";

type Payload = { readonly canonical: string } | { readonly payloadKey: string };

/** Bytes that the names and data types of the attributes add at most (SQS counts them all). */
const attributeOverhead = 256;

/** The queue message of an acceptance; the payload is spliced in, not serialised again. */
export function outgoingMessage(accepted: AcceptedEvent, payload: Payload): OutgoingMessage {
  const attributes = attributesOf(accepted, payload);
  const body = asciiJson(bodyOf(accepted, payload));
  const attributeBytes = Object.values(attributes).reduce(
    (sum, value) => sum + Buffer.byteLength(value),
    attributeOverhead,
  );
  return { body, attributes, group: accepted.producer, bytes: body.length + attributeBytes };
}

function bodyOf(accepted: AcceptedEvent, payload: Payload): string {
  if ("payloadKey" in payload) return JSON.stringify({ ...accepted, payloadKey: payload.payloadKey });
  return `${JSON.stringify(accepted).slice(0, -1)},"data":${payload.canonical}}`;
}

function attributesOf(accepted: AcceptedEvent, payload: Payload): Record<string, string> {
  return {
    [names.eventId]: accepted.eventId,
    [names.acceptanceId]: accepted.acceptanceId,
    [names.correlationId]: accepted.correlationId,
    ...(accepted.traceparent !== undefined && { [names.traceparent]: accepted.traceparent }),
    ...("payloadKey" in payload && { [names.payloadKey]: payload.payloadKey }),
  };
}
