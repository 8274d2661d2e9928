import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv } from "ajv";
import { type ErrorCode, errors } from "../../../runtime/contract/errors.ts";
import { eventTypes } from "../../../runtime/contract/event-types/index.ts";
import { openApiDocument } from "../../../runtime/contract/openapi/document.ts";
import { requestExamples } from "../../../runtime/contract/openapi/examples.ts";
import openapi from "../../../runtime/contract/openapi.json" with { type: "json" };
import { environments } from "../../../runtime/env.ts";
import { operations } from "./openapi-document.ts";

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
        ["POST /v1/events/batch", "ingest"],
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

  test("shows each error at the status of its registry, and leaves out only the one of other routes and the one of a batch's results", () => {
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
      ["route_not_found", "identity_repeated"],
    );
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
