import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as v from "valibot";
import { gatewayDocument } from "../../../components/support/gateway-document.ts";
import { errors } from "../../../runtime/contract/errors.ts";
import { ProblemAnswer } from "../../../runtime/contract/openapi/answers.ts";
import openapi from "../../../runtime/contract/openapi.json" with { type: "json" };

const Response = v.strictObject({
  statusCode: v.string(),
  responseParameters: v.record(v.string(), v.string()),
  responseTemplates: v.strictObject({ "application/json": v.string() }),
});

const Operation = v.looseObject({
  security: v.array(v.unknown()),
  requestBody: v.optional(
    v.strictObject({
      content: v.record(v.string(), v.strictObject({ schema: v.strictObject({ $ref: v.string() }) })),
    }),
  ),
  "x-amazon-apigateway-integration": v.looseObject({ type: v.literal("aws_proxy"), uri: v.string() }),
});

const Document = v.looseObject({
  paths: v.record(v.string(), v.record(v.string(), Operation)),
  components: v.looseObject({ schemas: v.record(v.string(), v.unknown()) }),
  "x-amazon-apigateway-gateway-responses": v.record(v.string(), Response),
});

const document = v.parse(Document, gatewayDocument(openapi, { ingest: "uri:ingest", query: "uri:query" }));
const responses = document["x-amazon-apigateway-gateway-responses"];

suite("the document that API Gateway imports", () => {
  test("has every route of the published one, below the stage v1, with its function and key", () => {
    for (const [path, operations] of Object.entries(openapi.paths)) {
      for (const [method, published] of Object.entries(operations)) {
        const operation = document.paths[path.replace(/^\/v1/, "")]?.[method];
        const name = `${method} ${path}`;
        assert.equal(
          operation?.["x-amazon-apigateway-integration"].uri,
          `uri:${published["x-fluxa-function"]}`,
          name,
        );
        const open = "security" in published && published.security.length === 0;
        assert.equal(operation?.security.length, open ? 0 : 1, name);
      }
    }
    assert.equal(Object.keys(document.paths).length, Object.keys(openapi.paths).length);
  });

  for (const [path, types, model] of [
    ["/events", ["application/json", "application/cloudevents+json"], { type: "object" }],
    [
      "/events/batch",
      ["application/json", "application/cloudevents-batch+json"],
      { type: "array", items: {} },
    ],
  ] as const) {
    test(`asks of a body of ${path} only that it is an ${model.type}`, () => {
      const content = document.paths[path]?.["post"]?.requestBody?.content ?? {};
      assert.deepEqual(Object.keys(content), types);
      for (const { schema } of Object.values(content)) {
        assert.deepEqual(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""], model);
      }
    });
  }

  for (const [type, response] of Object.entries(responses)) {
    test(`answers ${type} with problem details`, () => {
      const body = response.responseTemplates["application/json"].replaceAll("$context.requestId", "id-1");
      const problem = v.parse(ProblemAnswer, JSON.parse(body));
      assert.equal(response.statusCode, String(problem.status));
      assert.equal(problem.status, errors[problem.code].status);
      assert.equal(
        response.responseParameters["gatewayresponse.header.Content-Type"],
        "'application/problem+json'",
      );
      const retry = response.responseParameters["gatewayresponse.header.Retry-After"];
      assert.equal(retry !== undefined, errors[problem.code].persistence === "transient");
    });
  }

  test("answers a bad key with 401 and an unknown path with 404, as the local gateway does", () => {
    assert.equal(responses["INVALID_API_KEY"]?.statusCode, "401");
    assert.equal(responses["MISSING_AUTHENTICATION_TOKEN"]?.statusCode, "404");
  });

  test("refuses a route that the stage could not serve", () => {
    const moved = { ...openapi, paths: { "/v2/events": openapi.paths["/v1/events"] } };
    assert.throws(() => gatewayDocument(moved, { ingest: "", query: "" }), /\/v2\/events is not below \/v1/);
  });
});
