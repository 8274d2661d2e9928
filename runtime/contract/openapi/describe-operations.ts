import { headerRefs, parameterRefs } from "./headers.ts";
import { type JsonObject, ref } from "./json-schema.ts";
import { keyedProblems, openProblems, problemResponses } from "./problems.ts";
import { schemaList } from "./schema-list.ts";

// These ask no directory of producers, so any key that the gateway knows will do.
const problems = keyedProblems.filter((code) => code !== "unknown_producer" && code !== "unavailable");

export const listSchemas: JsonObject = {
  operationId: "listSchemas",
  summary: "List the event types",
  tags: ["description"],
  "x-fluxa-function": "ingest",
  parameters: parameterRefs(["CorrelationId"]),
  responses: {
    "200": answer("Every event type that is accepted.", ref("SchemaList"), schemaList),
    ...problemResponses(problems),
  },
};

export const getSchema: JsonObject = {
  operationId: "getSchema",
  summary: "Read the schema of an event type",
  tags: ["description"],
  "x-fluxa-function": "ingest",
  parameters: [
    {
      name: "type",
      in: "path",
      required: true,
      description: "The CloudEvents `type`.",
      schema: { type: "string" },
      example: "transaction.authorized",
    },
    ...parameterRefs(["CorrelationId"]),
  ],
  responses: {
    "200": answer("The JSON Schema of the payload.", { type: "object" }),
    ...problemResponses(["unknown_schema", ...problems]),
  },
};

export const getOpenApi: JsonObject = {
  operationId: "getOpenApi",
  summary: "Read this document",
  tags: ["description"],
  "x-fluxa-function": "ingest",
  parameters: parameterRefs(["CorrelationId"]),
  responses: {
    "200": answer("The OpenAPI document.", { type: "object", required: ["openapi"] }),
    ...problemResponses(problems),
  },
};

export const getHealth: JsonObject = {
  operationId: "getHealth",
  summary: "Ask whether the API answers",
  description:
    "Needs no key. It says that the gateway and its function answer, nothing of what is behind them.",
  tags: ["description"],
  "x-fluxa-function": "ingest",
  security: [],
  parameters: parameterRefs(["CorrelationId"]),
  responses: {
    "200": answer("The API answers.", ref("Health"), { status: "ok" }),
    ...problemResponses(openProblems),
  },
};

function answer(description: string, schema: JsonObject, example?: JsonObject): JsonObject {
  return {
    description,
    headers: headerRefs(["X-Correlation-Id"]),
    content: { "application/json": { schema, ...(example !== undefined && { example }) } },
  };
}
