import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accept, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { messagesByPath, type Refusal } from "../../support/core/refusal.ts";

const cloudEvents = { "content-type": "application/cloudevents+json" };
const binary = { ...json, "ce-specversion": "1.0", "ce-type": "transaction.captured" };
const structured = (fields: object = {}) => ({ specversion: "1.0", ...plainEvent(), ...fields });

// Whole sentences: they are all that a producer's developer has to go by.
const refusals: Readonly<Record<string, Refusal>> = {
  "malformed JSON": {
    body: "{",
    says: "The body is not JSON: expected a key in double quotes at line 1, column 2, but the text ends there.",
    faults: {
      "": "is not JSON: expected a key in double quotes at line 1, column 2, but the text ends there",
    },
  },
  "JSON that cannot be kept": {
    body: '{"id":1e999}',
    says: "The JSON at /id must not be larger than a double can hold, about 1.8e308.",
    faults: { "/id": "must not be larger than a double can hold, about 1.8e308" },
  },
  "a number alone that cannot be kept": {
    body: "1e999",
    says: "The JSON at the top must not be larger than a double can hold, about 1.8e308.",
    faults: { "": "must not be larger than a double can hold, about 1.8e308" },
  },
  "no object": { body: [], says: "An event must be a JSON object.", faults: { "": "must be an object" } },
  "no content type": {
    body: plainEvent(),
    headers: {},
    says: "There is no Content-Type. Send Content-Type: application/json or application/cloudevents+json, in UTF-8.",
  },
  "another content type": {
    body: plainEvent(),
    headers: { "content-type": "text/plain" },
    says: 'Content-Type "text/plain" is not supported here. Send Content-Type: application/json or application/cloudevents+json, in UTF-8.',
  },
  "no content type at all in the header": {
    body: plainEvent(),
    headers: { "content-type": "json" },
    says: 'Content-Type "json" is not supported here. Send Content-Type: application/json or application/cloudevents+json, in UTF-8.',
  },
  "another character set": {
    body: plainEvent(),
    headers: { "content-type": "application/json; charset=latin1" },
    says: "JSON is always UTF-8 (RFC 8259). Send Content-Type: application/json or application/cloudevents+json, in UTF-8.",
  },
  "a compressed body": {
    body: plainEvent(),
    headers: { ...json, "content-encoding": "gzip" },
    says: "Compressed bodies are not accepted. Send the body as it is, without Content-Encoding.",
  },
  "an unknown member": {
    body: plainEvent({ extra: 1 }),
    says: "A plain event has only the members type, data, id, source, subject, time, dataschema.",
    faults: {
      "/extra":
        "is not a member of a plain event; put it into data.metadata, or send a CloudEvent as application/cloudevents+json",
    },
  },
  "an unknown type": {
    body: plainEvent({ type: "transaction.lost" }),
    says: "The event's type must be one of transaction.authorized, transaction.captured, transaction.refunded, transaction.declined; GET /v1/schemas describes each.",
    faults: {
      "/type":
        "must be one of transaction.authorized, transaction.captured, transaction.refunded, transaction.declined",
    },
  },
  "a type that is no text": {
    body: plainEvent({ type: 7 }),
    says: "One thing is wrong with the event; see errors.",
    faults: { "/type": "must be string" },
  },
  "another type's schema": {
    body: plainEvent({ dataschema: "urn:fluxa:schema:transaction.captured:1" }),
    says: "The event names a schema that is not its type's.",
    faults: { "/dataschema": "must be urn:fluxa:schema:transaction.authorized:1 or absent" },
  },
  "one fault in the payload": {
    body: plainEvent({ data: transaction({ userId: undefined }) }),
    says: "One thing is wrong with the event; see errors.",
    faults: { "/data/userId": "is required" },
  },
  "three faults in the payload": {
    body: plainEvent({ data: transaction({ amount: "1", currency: "EURO", extra: true }) }),
    says: "3 things are wrong with the event; see errors.",
    faults: {
      "/data/amount": "must be number",
      "/data/currency": "must be an ISO 4217 code in capitals, such as EUR",
      "/data/extra": "is not known here; free fields belong into data.metadata",
    },
  },
  "no CloudEvent": {
    body: plainEvent(),
    headers: cloudEvents,
    says: "The body is not a CloudEvent 1.0.",
    faults: { "/specversion": 'must be "1.0"; without CloudEvents, send Content-Type: application/json' },
  },
  "a payload in base64": {
    body: structured({ data_base64: "eA==" }),
    headers: cloudEvents,
    says: "Binary payloads are not accepted.",
    faults: { "/data_base64": "must be absent; send the payload as JSON in data" },
  },
  "a payload of another type": {
    body: structured({ datacontenttype: "text/xml" }),
    headers: cloudEvents,
    says: "Only JSON payloads are accepted.",
    faults: { "/datacontenttype": "must be application/json or absent" },
  },
  "an extension that is reserved": {
    body: structured({ producer: "x" }),
    headers: cloudEvents,
    says: "One thing is wrong with the event; see errors.",
    faults: {
      "": "must not set eventid, producer, fingerprint, correlationid, recordedtime, dataref: Fluxa sets them",
    },
  },
  "an extension that is an object": {
    body: structured({ region: {} }),
    headers: cloudEvents,
    says: "One thing is wrong with the event; see errors.",
    faults: {
      "/region":
        "an extension's value must be a text without control characters, a boolean or a 32-bit integer",
    },
  },
  "an extension in a header that is too long": {
    body: transaction(),
    headers: { ...binary, "ce-region": "x".repeat(257) },
    says: "One thing is wrong with the event; see errors.",
    faults: { "header ce-region": "must have at most 256 characters" },
  },
  "binary mode without a version": {
    body: transaction(),
    headers: { ...json, "ce-id": "1" },
    says: "The request is not a CloudEvent 1.0 in binary mode.",
    faults: { "header ce-specversion": "must be 1.0 when any ce-* header is sent" },
  },
  "binary mode with a fault in the payload": {
    body: transaction({ amount: "1" }),
    headers: binary,
    says: "One thing is wrong with the event; see errors.",
    faults: { "/amount": "must be number" },
  },
  "a header with a broken escape": {
    body: transaction(),
    headers: { ...binary, "ce-source": "100%" },
    says: "The header ce-source is not percent-encoded UTF-8.",
    faults: { "header ce-source": "must be percent-encoded UTF-8; write a percent sign as %25" },
  },
  "two ids": {
    body: plainEvent(),
    headers: { ...json, "idempotency-key": "other" },
    says: "Idempotency-Key and the event's id must be equal, or one absent.",
    faults: { "header idempotency-key": "must equal the event's id" },
  },
  "an empty Idempotency-Key": {
    body: plainEvent(),
    headers: { ...json, "idempotency-key": '""' },
    says: "Idempotency-Key must be a text of 1 to 256 characters, in double quotes or bare.",
    faults: { "header idempotency-key": "must have 1 to 256 characters, none of them a control character" },
  },
};

suite("an event is refused in these words:", () => {
  for (const [name, { body, headers, says, faults = {} }] of Object.entries(refusals)) {
    test(name, async () => {
      const problem = await problemOf(accept(body, headers ?? json));
      assert.equal(problem.message, says);
      assert.deepEqual(messagesByPath(problem), faults);
    });
  }
});

test("of more than twenty faults the first twenty are named", async () => {
  const wrong = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, {}]));
  const many = await problemOf(accept(structured(wrong(21)), cloudEvents));
  assert.equal(many.message, "21 things are wrong with the event; the first 20 are in errors.");
  assert.equal(many.faults.length, 20);
  const all = await problemOf(accept(structured(wrong(20)), cloudEvents));
  assert.equal(all.message, "20 things are wrong with the event; see errors.");
  assert.equal((await problemOf(accept(plainEvent(wrong(21))))).faults.length, 20);
});
