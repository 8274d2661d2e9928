import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import * as v from "valibot";
import { type ErrorCode, errors } from "../../../runtime/contract/errors.ts";
import { eventTypes } from "../../../runtime/contract/event-types/index.ts";
import { openApiDocument } from "../../../runtime/contract/openapi/document.ts";
import {
  acceptedExample,
  binaryHeaderExamples,
  requestExamples,
} from "../../../runtime/contract/openapi/examples.ts";
import { gatewayModel } from "../../../runtime/contract/openapi/gateway-model.ts";
import openapi from "../../../runtime/contract/openapi.json" with { type: "json" };
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { environments } from "../../../runtime/env.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const Examples = v.record(v.string(), v.object({ value: v.unknown() }));

const MediaType = v.looseObject({
  schema: v.unknown(),
  example: v.optional(v.unknown()),
  examples: v.optional(Examples),
});

const Parameter = v.looseObject({
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

const document = v.parse(Document, openapi);

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openapi, "document");

/** Schemas refer to each other within the document. */
function faultsOf(schema: unknown, value: unknown): string {
  const absolute: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  assert.ok(typeof absolute === "object" && absolute !== null);
  return ajv.validate(absolute, value) ? "" : ajv.errorsText();
}

function valuesOf({
  example,
  examples,
}: {
  example?: unknown;
  examples?: v.InferOutput<typeof Examples> | undefined;
}) {
  const named = Object.values(examples ?? {}).map(({ value }) => value);
  return example === undefined ? named : [example, ...named];
}

suite("the OpenAPI document", () => {
  test("that is committed is the one that the schemas make; npm run openapi writes it", async () => {
    const committed = await readFile(
      new URL("../../../runtime/contract/openapi.json", import.meta.url),
      "utf8",
    );
    assert.equal(committed, `${JSON.stringify(openApiDocument, null, 2)}\n`);
  });

  test("is valid OpenAPI 3.0", async () => {
    const validator = new Validator();
    const { valid, errors: faults } = await validator.validate(structuredClone(openapi));
    assert.deepEqual([valid, faults, validator.version], [true, undefined, "3.0"]);
  });

  test("refers only to what it holds", () => {
    const references = JSON.stringify(openapi).match(/(?<="\$ref":")[^"]+/g) ?? [];
    assert.ok(references.length > 10);
    for (const reference of new Set(references)) {
      const target = reference
        .split("/")
        .slice(1)
        .reduce<unknown>((place, key) => Object(place)[key], openapi);
      assert.notEqual(target, undefined, reference);
    }
  });

  test("has the routes of version 1", () => {
    assert.deepEqual(
      operations.map(({ route, operation }) => [route, operation["x-fluxa-function"]]),
      [
        ["POST /v1/events", "ingest"],
        ["GET /v1/events/{eventId}", "query"],
        ["GET /v1/events/{eventId}/payload", "query"],
        ["GET /v1/schemas", "ingest"],
        ["GET /v1/schemas/{type}", "ingest"],
        ["GET /v1/openapi.json", "ingest"],
        ["GET /v1/health", "ingest"],
      ],
    );
  });

  test("names functions that exist", () => {
    for (const { operation } of operations)
      assert.ok(Object.hasOwn(environments, operation["x-fluxa-function"]));
  });

  test("asks for a key everywhere but at health", () => {
    const open = operations.filter(({ operation }) => operation.security?.length === 0);
    assert.deepEqual(
      open.map(({ route }) => route),
      ["GET /v1/health"],
    );
    assert.deepEqual(openapi.security, [{ apiKey: [] }]);
    assert.deepEqual(openapi.components.securitySchemes.apiKey, {
      type: "apiKey",
      in: "header",
      name: "x-api-key",
    });
  });

  test("names each operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  test("shows each error at the status of its registry, and leaves out only the one of other routes", () => {
    const shown = new Set<string>();
    for (const { operation } of operations) {
      for (const [status, { content }] of Object.entries(operation.responses)) {
        for (const code of Object.keys(content["application/problem+json"]?.examples ?? {})) {
          assert.equal(errors[code as ErrorCode].status, Number(status), code);
          shown.add(code);
        }
      }
    }
    assert.deepEqual(
      Object.keys(errors).filter((code) => !shown.has(code)),
      ["route_not_found"],
    );
  });

  test("has an example for every body and answer that has members, and each matches its schema", () => {
    for (const { route, operation } of operations) {
      const bodies = [
        ...Object.entries(operation.requestBody?.content ?? {}),
        ...Object.values(operation.responses).flatMap(({ content }) => Object.entries(content)),
      ];
      for (const [type, media] of bodies) {
        const values = valuesOf(media);
        const isDocument =
          ["getSchema", "getOpenApi"].includes(operation.operationId) && type === "application/json";
        assert.ok(values.length > 0 || isDocument, `${route} ${type} has no example`);
        for (const value of values) assert.equal(faultsOf(media.schema, value), "", `${route} ${type}`);
      }
    }
  });

  test("has parameters and headers whose examples match their schemas", () => {
    const own = operations.flatMap(({ operation }) =>
      operation.parameters.filter((part) => !("$ref" in part)),
    );
    const parameters = [
      ...Object.values(document.components.parameters),
      ...v.parse(v.array(Parameter), own),
    ];
    for (const parameter of parameters) {
      const values = valuesOf(parameter);
      assert.ok(values.length > 0, parameter.name);
      for (const value of values) assert.equal(faultsOf(parameter.schema, value), "", parameter.name);
    }
    for (const [name, { schema, example }] of Object.entries(document.components.headers)) {
      assert.equal(faultsOf(schema, example), "", name);
    }
  });

  test("refuses what the contract refuses", () => {
    const { plain, structured } = requestExamples;
    const wrong: readonly (readonly [schema: string, value: unknown])[] = [
      ["PlainEvent", { ...plain, type: "other" }],
      ["PlainEvent", { ...plain, other: 1 }],
      ["PlainEvent", { type: plain.type }],
      ["PlainEvent", { ...plain, data: { ...plain.data, amount: 1.5 } }],
      ["PlainEvent", { ...plain, data: { ...plain.data, currency: "eur" } }],
      ["PlainEvent", { ...plain, time: "yesterday" }],
      ["StructuredEvent", { ...structured, specversion: "0.3" }],
      ["StructuredEvent", { ...structured, extension: {} }],
      ["Payload", { ...plain.data, metadata: [] }],
    ];
    for (const [name, value] of wrong) {
      assert.notEqual(faultsOf({ $ref: `#/components/schemas/${name}` }, value), "", JSON.stringify(value));
    }
  });

  test("holds a schema for each event type that needs no other one", () => {
    for (const type of Object.keys(eventTypes)) {
      const schema: unknown = Object(openapi.components.schemas)[type];
      assert.ok(typeof schema === "object" && schema !== null, type);
      assert.equal(JSON.stringify(schema).includes("$ref"), false);
      assert.equal(
        new Ajv({ strict: false, formats: { "date-time": true } }).validate(schema, requestExamples.binary),
        true,
      );
    }
  });
});

suite("the requests of the OpenAPI document's examples", () => {
  const cases: readonly (readonly [
    format: string,
    headers: Readonly<Record<string, string>>,
    body: unknown,
  ])[] = [
    ["plain", { "content-type": "application/json" }, requestExamples.plain],
    ["structured", { "content-type": "application/cloudevents+json" }, requestExamples.structured],
    ["binary", { "content-type": "application/json", ...binaryHeaderExamples }, requestExamples.binary],
  ];
  for (const [format, headers, body] of cases) {
    test(`are accepted in the ${format} format`, async () => {
      const { eventId, fingerprint } = await accept(headers, body);
      assert.equal(fingerprint, acceptedExample.fingerprint);
      if (format === "plain") assert.equal(eventId, acceptedExample.eventId);
      else assert.notEqual(eventId, acceptedExample.eventId);
    });
  }

  test("pass the gateway's model", () => {
    for (const [, , body] of cases) assert.equal(faultsOf(gatewayModel, body), "");
    assert.notEqual(faultsOf(gatewayModel, [requestExamples.plain]), "");
  });
});

async function accept(headers: Readonly<Record<string, string>>, body: unknown) {
  const producer = { name: "shop", reader: false };
  return acceptEvent(
    { producer, headers, body: JSON.stringify(body), correlationId: acceptedExample.correlationId },
    acceptPorts(journal()),
  );
}
