import { payloadExample, receiptExamples } from "./examples.ts";
import { headerRefs, parameterRefs } from "./headers.ts";
import { type JsonObject, ref } from "./json-schema.ts";
import { keyedProblems, problemResponses } from "./problems.ts";

export const getReceipt: JsonObject = {
  operationId: "getReceipt",
  summary: "See what became of an event",
  description:
    "The receipt of an event: persisted, then notified, or dead with the reason. What is still queued, was never accepted or is another producer's is a 404 with `Retry-After`.",
  tags: ["events"],
  "x-fluxa-function": "query",
  parameters: parameterRefs(["EventId", "Prefer", "CorrelationId"]),
  responses: {
    "200": {
      description: "The receipt.",
      headers: headerRefs(["X-Correlation-Id", "Preference-Applied"]),
      content: {
        "application/json": {
          schema: ref("Receipt"),
          examples: {
            notified: { summary: "Stored and announced", value: receiptExamples.notified },
            dead: { summary: "Judged and dead-lettered", value: receiptExamples.dead },
          },
        },
      },
    },
    ...problemResponses(["event_not_found", ...keyedProblems]),
  },
};

export const getPayload: JsonObject = {
  operationId: "getPayload",
  summary: "Read an event's payload",
  description: "The payload alone as canonical JSON (RFC 8785): the bytes that the fingerprint was taken of.",
  tags: ["events"],
  "x-fluxa-function": "query",
  parameters: parameterRefs(["EventId", "CorrelationId"]),
  responses: {
    "200": {
      description: "The payload.",
      headers: headerRefs(["Content-Digest", "X-Correlation-Id"]),
      content: { "application/json": { schema: ref("Payload"), example: payloadExample } },
    },
    ...problemResponses(["event_not_found", ...keyedProblems]),
  },
};
