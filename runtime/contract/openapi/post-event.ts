import { AttributeText } from "../identifiers.ts";
import { limits } from "../limits.ts";
import { acceptedExample, binaryHeaderExamples, requestExamples } from "./examples.ts";
import { headerRefs, parameterRefs } from "./headers.ts";
import { joinLines } from "./join-lines.ts";
import { type JsonObject, jsonSchemaOf, ref } from "./json-schema.ts";
import { keyedProblems, problemResponses } from "./problems.ts";
import { binaryHeaders } from "./request-formats.ts";

const description = `Takes one event and answers once it is safe on the queue. The same identity (producer, source and
id) always names the same event, so a request may be repeated without harm: it is stored once.

Three formats: a CloudEvent as \`application/cloudevents+json\`; a CloudEvent in binary mode, that is \`ce-*\` headers and
the payload as \`application/json\`; or a plain object as \`application/json\`. The payload may have
${limits.payloadBytes} bytes as canonical JSON (RFC 8785). JSON that cannot be stored faithfully is refused: repeated
keys, numbers that a double changes, NUL, half surrogate pairs, more than ${limits.nestingDepth} levels.`;

export const postEvent: JsonObject = {
  operationId: "postEvent",
  summary: "Send an event",
  description: joinLines(description),
  tags: ["events"],
  "x-fluxa-function": "ingest",
  parameters: [...parameterRefs(["CorrelationId", "Traceparent"]), idempotencyKey(), ...binaryParameters()],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: { anyOf: [ref("PlainEvent"), ref("Payload")] },
        examples: {
          plain: { summary: "A plain event", value: requestExamples.plain },
          binary: { summary: "The payload; the attributes are ce-* headers", value: requestExamples.binary },
        },
      },
      "application/cloudevents+json": {
        schema: ref("StructuredEvent"),
        examples: { structured: { summary: "A CloudEvent", value: requestExamples.structured } },
      },
    },
  },
  responses: {
    "202": {
      description: "The event is on the queue and will be stored once.",
      headers: headerRefs(["Location", "X-Correlation-Id"]),
      content: { "application/json": { schema: ref("Accepted"), example: acceptedExample } },
    },
    ...problemResponses([
      "malformed_body",
      "invalid_header",
      "payload_too_large",
      "unsupported_media_type",
      "unfaithful_json",
      "unknown_type",
      "schema_violation",
      "idempotency_key_mismatch",
      ...keyedProblems,
    ]),
  },
};

function idempotencyKey(): JsonObject {
  return {
    name: "Idempotency-Key",
    in: "header",
    description:
      "The event's id when the body has none; equal to it when both are there. With neither, a failed request cannot be repeated safely.",
    schema: jsonSchemaOf(AttributeText),
    example: requestExamples.plain.id,
  };
}

function binaryParameters(): readonly JsonObject[] {
  return Object.entries(binaryHeaders).map(([name, schema]) => ({
    name,
    in: "header",
    description: `Binary mode: the CloudEvents attribute \`${name.slice(3)}\`, percent-encoded (HTTP binding 1.0.2 §3.1.3.2).`,
    schema: jsonSchemaOf(schema),
    examples: { binary: { value: binaryHeaderExamples[name as keyof typeof binaryHeaders] } },
  }));
}
