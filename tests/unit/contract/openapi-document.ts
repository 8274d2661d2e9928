import assert from "node:assert/strict";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import * as v from "valibot";
import openapi from "../../../runtime/contract/openapi.json" with { type: "json" };

const Examples = v.record(v.string(), v.object({ value: v.unknown() }));

const MediaType = v.looseObject({
  schema: v.unknown(),
  example: v.optional(v.unknown()),
  examples: v.optional(Examples),
});

export const Parameter = v.looseObject({
  name: v.string(),
  schema: v.unknown(),
  example: v.optional(v.unknown()),
  examples: v.optional(Examples),
});

const Operation = v.looseObject({
  operationId: v.string(),
  summary: v.string(),
  "x-fluxa-function": v.picklist(["ingest", "query"]),
  security: v.optional(v.array(v.unknown())),
  parameters: v.array(v.looseObject({})),
  requestBody: v.optional(v.looseObject({ content: v.record(v.string(), MediaType) })),
  responses: v.record(
    v.string(),
    v.looseObject({ description: v.string(), content: v.record(v.string(), MediaType) }),
  ),
});

const Document = v.looseObject({
  paths: v.record(v.string(), v.record(v.string(), Operation)),
  components: v.looseObject({
    parameters: v.record(v.string(), Parameter),
    headers: v.record(v.string(), v.looseObject({ schema: v.unknown(), example: v.unknown() })),
  }),
});

export const document = v.parse(Document, openapi);

export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openapi, "document");

/** Schemas refer to each other within the document. */
export function faultsOf(schema: unknown, value: unknown): string {
  const absolute: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  assert.ok(typeof absolute === "object" && absolute !== null);
  return ajv.validate(absolute, value) ? "" : ajv.errorsText();
}

export function valuesOf({
  example,
  examples,
}: {
  example?: unknown;
  examples?: v.InferOutput<typeof Examples> | undefined;
}) {
  const named = Object.values(examples ?? {}).map(({ value }) => value);
  return example === undefined ? named : [example, ...named];
}
