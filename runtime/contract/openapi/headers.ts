import { CorrelationId, Traceparent } from "../identifiers.ts";
import { limits } from "../limits.ts";
import { contentDigestExample, correlationIdExample, eventIdExample } from "./examples.ts";
import { type JsonObject, jsonSchemaOf } from "./json-schema.ts";

/** Headers of answers, as components of the document. */
export const responseHeaders = {
  "X-Correlation-Id": {
    description: "The correlation id that was sent, else the request's id; found in every log line and row.",
    schema: { type: "string" },
    example: correlationIdExample,
  },
  "Retry-After": {
    description: "Seconds after which the same request may succeed.",
    schema: { type: "integer", minimum: 0 },
    example: 2,
  },
  Location: {
    description: "Where the receipt is.",
    schema: { type: "string", format: "uri-reference" },
    example: `/v1/events/${eventIdExample}`,
  },
  "Preference-Applied": {
    description: "The wait that was granted (RFC 7240).",
    schema: { type: "string" },
    example: "wait=10",
  },
  "Content-Digest": {
    description: "SHA-256 of the body (RFC 9530): the event's fingerprint.",
    schema: { type: "string" },
    example: contentDigestExample,
  },
} as const;

type HeaderName = keyof typeof responseHeaders;

export function headerRefs(names: readonly HeaderName[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** Parameters that several operations take. */
export const parameters = {
  CorrelationId: {
    name: "X-Correlation-Id",
    in: "header",
    description: "An id of yours that goes along with the event; one that does not match is ignored.",
    schema: jsonSchemaOf(CorrelationId),
    example: correlationIdExample,
  },
  Traceparent: {
    name: "traceparent",
    in: "header",
    description: "W3C Trace Context; carried to the notification.",
    schema: jsonSchemaOf(Traceparent),
    example: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  },
  Prefer: {
    name: "Prefer",
    in: "header",
    description: `\`wait=N\` (RFC 7240): answer once the event is notified or dead, or after N seconds, at most ${limits.receiptWaitSeconds}.`,
    schema: { type: "string" },
    example: "wait=10",
  },
  EventId: {
    name: "eventId",
    in: "path",
    required: true,
    description: "The event id of the 202.",
    schema: { type: "string", format: "uuid" },
    example: eventIdExample,
  },
} as const;

export function parameterRefs(names: readonly (keyof typeof parameters)[]): readonly JsonObject[] {
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}
