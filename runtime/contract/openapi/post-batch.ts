import { AttributeText } from "../identifiers.ts";
import { limits } from "../limits.ts";
import { batchExamples, batchRequestExamples } from "./examples.ts";
import { headerRefs, parameterRefs } from "./headers.ts";
import { joinLines } from "./join-lines.ts";
import { type JsonObject, jsonSchemaOf, ref } from "./json-schema.ts";
import { keyedProblems, problemResponses } from "./problems.ts";

const description = `Takes up to ${limits.batchEvents} events, each for itself: one that is refused holds up no other. The
results are in the order of the events, each with the status that the event would have got alone.

Two formats: the CloudEvents JSON batch format as \`application/cloudevents-batch+json\`, or an array of plain events and
CloudEvents as \`application/json\`. An event without an \`id\` gets one of the Idempotency-Key and its index, such as
\`key#3\`, so send the same batch in the same order again, or single events with the \`id\` of their result. With neither,
the event is taken under a new id, and \`retrySafe\` is false: the same request would make another event.

Two events of one batch with the same source and id are both accepted when their type and payload are the same (one is
stored, the other counted as a duplicate); when they differ, the later one is refused. The whole request may have 6 MB as
Lambda receives it, so a batch of large payloads has to be smaller.`;

export const postBatch: JsonObject = {
  operationId: "postBatch",
  summary: "Send many events",
  description: joinLines(description),
  tags: ["events"],
  "x-fluxa-function": "ingest",
  parameters: [...parameterRefs(["CorrelationId", "Traceparent"]), idempotencyKey()],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: listOf({ anyOf: [ref("PlainEvent"), ref("StructuredEvent")] }),
        examples: { batch: { summary: "Plain events", value: batchRequestExamples.plain } },
      },
      "application/cloudevents-batch+json": {
        schema: listOf(ref("StructuredEvent")),
        examples: { batch: { summary: "CloudEvents", value: batchRequestExamples.structured } },
      },
    },
  },
  responses: {
    "202": {
      description: "All events are on the queue and will be stored once.",
      headers: headerRefs(["X-Correlation-Id"]),
      content: { "application/json": { schema: ref("BatchResult"), example: batchExamples.accepted } },
    },
    "207": {
      description:
        "Some events or all of them were refused; `results` has the status of each. With `Retry-After`, some may be sent again.",
      headers: headerRefs(["X-Correlation-Id", "Retry-After"]),
      content: { "application/json": { schema: ref("BatchResult"), example: batchExamples.mixed } },
    },
    ...problemResponses([
      "malformed_body",
      "invalid_header",
      "payload_too_large",
      "batch_too_large",
      "unsupported_media_type",
      "unfaithful_json",
      "schema_violation",
      ...keyedProblems,
    ]),
  },
};

function listOf(items: JsonObject): JsonObject {
  return { type: "array", minItems: 1, maxItems: limits.batchEvents, items };
}

function idempotencyKey(): JsonObject {
  return {
    name: "Idempotency-Key",
    in: "header",
    description: "Names the batch: an event without an id gets this key, `#` and its index as its id.",
    schema: jsonSchemaOf(AttributeText),
    example: "batch-7",
  };
}
