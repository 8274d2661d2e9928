import { eventTypes } from "../event-types/index.ts";
import { AcceptedAnswer, HealthAnswer, ProblemAnswer, ReceiptAnswer, SchemaListAnswer } from "./answers.ts";
import { BatchAnswer } from "./batch-answer.ts";
import { type JsonObject, jsonSchemaOf, ref } from "./json-schema.ts";
import { PlainEvent, StructuredEvent } from "./request-formats.ts";

/** Every schema of the document; those of event types are named by their type and hold no references. */
export const schemas: JsonObject = {
  ...Object.fromEntries(
    Object.entries(eventTypes).map(([type, { schema, meaning }]) => [
      type,
      payloadSchema(type, meaning, jsonSchemaOf(schema)),
    ]),
  ),
  Payload: {
    description: "The payload: it must match the schema that `type` names.",
    anyOf: Object.keys(eventTypes).map(ref),
  },
  PlainEvent: withPayload("An event without CloudEvents.", jsonSchemaOf(PlainEvent)),
  StructuredEvent: withPayload(
    "A CloudEvent in the JSON event format 1.0.2; members that are not listed are extension attributes.",
    jsonSchemaOf(StructuredEvent),
  ),
  Accepted: jsonSchemaOf(AcceptedAnswer),
  BatchResult: jsonSchemaOf(BatchAnswer),
  Receipt: jsonSchemaOf(ReceiptAnswer),
  SchemaList: jsonSchemaOf(SchemaListAnswer),
  Health: jsonSchemaOf(HealthAnswer),
  Problem: jsonSchemaOf(ProblemAnswer),
};

function payloadSchema(type: string, meaning: string, schema: JsonObject): JsonObject {
  return { title: type, description: meaning, ...schema };
}

/** Each entry's `data` refers to the payloads instead of allowing anything. */
function withPayload(description: string, schema: JsonObject): JsonObject {
  const properties = Object.entries(Object(schema["properties"])).map(([name, property]) => [
    name,
    name === "data" ? ref("Payload") : property,
  ]);
  return { description, ...schema, properties: Object.fromEntries(properties) };
}
