import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accept, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const refusals: readonly [
  name: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  code: string,
  paths: readonly string[],
][] = [
  ["malformed JSON", "{", json, "malformed_body", [""]],
  ["an empty body", "", json, "malformed_body", [""]],
  ["an array", [], json, "schema_violation", [""]],
  ["no content type", plainEvent(), {}, "unsupported_media_type", []],
  ["a text", plainEvent(), { "content-type": "text/plain" }, "unsupported_media_type", []],
  [
    "Latin-1",
    plainEvent(),
    { "content-type": "application/json; charset=latin1" },
    "unsupported_media_type",
    [],
  ],
  ["an unknown type", plainEvent({ type: "transaction.lost" }), json, "unknown_type", ["/type"]],
  ["a type that objects inherit", plainEvent({ type: "constructor" }), json, "unknown_type", ["/type"]],
  ["a missing type", { data: transaction() }, json, "schema_violation", ["/type"]],
  ["a missing payload", { type: "transaction.captured" }, json, "schema_violation", ["/data"]],
  [
    "several faults",
    plainEvent({ data: transaction({ amount: "1", currency: "EURO", userId: undefined }) }),
    json,
    "schema_violation",
    ["/data/userId", "/data/amount", "/data/currency"],
  ],
  [
    "an unknown payload field",
    plainEvent({ data: transaction({ "a/b": 1 }) }),
    json,
    "schema_violation",
    ["/data/a~1b"],
  ],
  ["an unknown member", plainEvent({ specversion: "1.0" }), json, "schema_violation", ["/specversion"]],
  [
    "no CloudEvent",
    plainEvent(),
    { "content-type": "application/cloudevents+json" },
    "schema_violation",
    ["/specversion"],
  ],
  [
    "a reserved extension",
    { specversion: "1.0", ...plainEvent({ producer: "x" }) },
    { "content-type": "application/cloudevents+json" },
    "schema_violation",
    [""],
  ],
  [
    "an extension that objects inherit",
    { specversion: "1.0", ...plainEvent({ constructor: "x" }) },
    { "content-type": "application/cloudevents+json" },
    "schema_violation",
    [""],
  ],
  [
    "binary data",
    { specversion: "1.0", ...plainEvent({ data_base64: "eA==" }) },
    { "content-type": "application/cloudevents+json" },
    "schema_violation",
    ["/data_base64"],
  ],
  [
    "binary mode without a version",
    transaction(),
    { ...json, "ce-id": "1" },
    "schema_violation",
    ["header ce-specversion"],
  ],
  [
    "binary mode with a bad time",
    transaction(),
    { ...json, "ce-specversion": "1.0", "ce-type": "transaction.captured", "ce-time": "today" },
    "schema_violation",
    ["header ce-time"],
  ],
  [
    "a broken percent sign",
    transaction(),
    { ...json, "ce-specversion": "1.0", "ce-source": "100%" },
    "invalid_header",
    ["header ce-source"],
  ],
  [
    "another type's schema",
    plainEvent({ dataschema: "urn:fluxa:schema:transaction.captured:1" }),
    json,
    "schema_violation",
    ["/dataschema"],
  ],
  [
    "a control character in the subject",
    plainEvent({ subject: "a\u0007" }),
    json,
    "schema_violation",
    ["/subject"],
  ],
  [
    "a day that does not exist",
    plainEvent({ time: "2026-02-30T00:00:00Z" }),
    json,
    "schema_violation",
    ["/time"],
  ],
];

suite("an event is refused with its path", () => {
  for (const [name, body, headers, code, paths] of refusals) {
    test(name, async () => {
      const to = journal();
      const problem = await problemOf(accept(body, headers, acceptPorts(to)));
      assert.equal(problem.code, code, problem.message);
      assert.deepEqual(problem.faults.map(({ path }) => path).sort(), [...paths].sort());
      assert.ok(problem.faults.every(({ message }) => message.length > 0));
      assert.equal(to.sent.length, 0);
    });
  }
});
