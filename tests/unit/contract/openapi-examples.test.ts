import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as v from "valibot";
import {
  acceptedExample,
  batchExamples,
  batchRequestExamples,
  binaryHeaderExamples,
  requestExamples,
} from "../../../runtime/contract/openapi/examples.ts";
import { gatewayModels } from "../../../runtime/contract/openapi/gateway-model.ts";
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { batchAnswer } from "../../../runtime/handlers/http/batch-answer.ts";
import { acceptItems, deadline } from "../../support/core/accept.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";
import { document, faultsOf, operations, Parameter, valuesOf } from "./openapi-document.ts";

suite("the OpenAPI document", () => {
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
    for (const [, , body] of cases) assert.equal(faultsOf(gatewayModels.JsonObject, body), "");
    assert.notEqual(faultsOf(gatewayModels.JsonObject, [requestExamples.plain]), "");
    for (const body of Object.values(batchRequestExamples))
      assert.equal(faultsOf(gatewayModels.JsonArray, body), "");
    assert.notEqual(faultsOf(gatewayModels.JsonArray, requestExamples.plain), "");
  });

  test("are answered as the batch's examples say", async () => {
    const { plain } = batchRequestExamples;
    for (const [body, example] of [
      [plain.slice(0, 1), batchExamples.accepted],
      [plain, batchExamples.mixed],
    ] as const) {
      const results = await acceptItems(body);
      const answer = batchAnswer(results, batchExamples.accepted.correlationId);
      assert.ok("body" in answer);
      assert.deepEqual(JSON.parse(answer.body), example);
    }
  });
});

async function accept(headers: Readonly<Record<string, string>>, body: unknown) {
  const producer = { name: "shop", reader: false };
  return acceptEvent(
    { producer, headers, body: JSON.stringify(body), correlationId: acceptedExample.correlationId, deadline },
    acceptPorts(journal()),
  );
}
