import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { Problem } from "../../../runtime/core/problem.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const producer = { name: "shop", reader: false };
const json = { "content-type": "application/json" };

function accept(
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
  ports = acceptPorts(journal()),
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return acceptEvent({ producer, headers, body: text, correlationId: "corr-1" }, ports);
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error = await attempt.then(
    () => assert.fail("the event was accepted"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Problem, String(error));
  return error;
}

suite("accepting an event", () => {
  test("the message holds all that the processor needs, in ASCII", async () => {
    const to = journal();
    const data = transaction({ metadata: { note: "caf\u00e9 \u{1F600} \uffff \ufffe \u007f" } });
    const accepted = await accept(
      plainEvent({ data }),
      { ...json, traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
      acceptPorts(to),
    );
    const [message] = to.sent;
    assert.ok(message);
    assert.match(message.body, /^[\x20-\x7e]+$/);
    const body = JSON.parse(message.body);
    assert.deepEqual(body.data, data);
    assert.equal(body.eventId, accepted.eventId);
    assert.equal(body.correlationId, "corr-1");
    assert.equal(body.event.source, "/producers/shop");
    assert.deepEqual(Object.keys(message.attributes).sort(), [
      "acceptance_id",
      "correlation_id",
      "event_id",
      "traceparent",
    ]);
    assert.equal(message.group, "shop");
  });

  test("the fingerprint is the SHA-256 of the canonical payload, whatever the order of its members", async () => {
    const data = transaction();
    const reversed = Object.fromEntries(Object.entries(data).reverse());
    const [one, other] = [await accept(plainEvent({ data })), await accept(plainEvent({ data: reversed }))];
    assert.equal(one.fingerprint, other.fingerprint);
    const canonical =
      '{"amount":1999,"currency":"EUR","merchant":{"category":"grocery","id":"m-1","name":"Corner shop"},"occurredAt":"2026-11-22T17:48:00Z","transactionId":"tx-1","userId":"user-1"}';
    assert.equal(one.fingerprint, createHash("sha256").update(canonical).digest("hex"));
  });

  test("the event id is a UUIDv8 made of producer, source and id, and the same in every format", async () => {
    const event = { specversion: "1.0", source: "/producers/shop", ...plainEvent() };
    const { data, ...attributes } = event;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
    );
    const ids = [
      await accept(plainEvent()),
      await accept(event, { "content-type": "application/cloudevents+json; charset=UTF-8" }),
      await accept(data, { ...json, ...headers }),
    ].map(({ eventId }) => eventId);
    assert.match(ids[0] ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(new Set(ids).size, 1);
    const otherProducer = await acceptEvent(
      {
        producer: { name: "bank", reader: false },
        headers: json,
        body: JSON.stringify(plainEvent({ source: "/producers/shop" })),
        correlationId: "c",
      },
      acceptPorts(journal()),
    );
    assert.notEqual(otherProducer.eventId, ids[0]);
  });

  test("a payload of exactly the inline limit travels along, a byte more goes to S3 first", async () => {
    for (const [limit, offloaded] of [
      [Buffer.byteLength(canonicalOf(transaction())), false],
      [Buffer.byteLength(canonicalOf(transaction())) - 1, true],
    ] as const) {
      const to = journal();
      const accepted = await accept(plainEvent(), json, acceptPorts(to, { inlineLimitBytes: limit }));
      assert.equal(accepted.offloaded, offloaded);
      assert.equal(to.objects.size, offloaded ? 1 : 0);
      const body = JSON.parse(to.sent[0]?.body ?? "");
      assert.equal("payloadKey" in body, offloaded);
      assert.equal("data" in body, !offloaded);
      if (offloaded) {
        assert.equal(body.payloadKey, `payloads/shop/${accepted.eventId}/${accepted.fingerprint}.json`);
        assert.equal(to.objects.get(body.payloadKey), canonicalOf(transaction()));
        assert.equal(to.sent[0]?.attributes["payload_key"], body.payloadKey);
      }
    }
  });

  test("a payload that is small but too large once escaped goes to S3", async () => {
    const to = journal();
    const data = transaction({ metadata: { text: "\u00e9".repeat(200_000) } });
    await accept(plainEvent({ data }), json, acceptPorts(to, { inlineLimitBytes: 1_000_000 }));
    assert.equal(to.objects.size, 1);
    assert.ok((to.sent[0]?.body.length ?? Infinity) < 2_000);
  });

  test("a payload above 4 MiB is refused before anything is written", async () => {
    const to = journal();
    const data = transaction({ metadata: { text: "x".repeat(4 * 1024 * 1024) } });
    const problem = await problemOf(accept(plainEvent({ data }), json, acceptPorts(to)));
    assert.equal(problem.code, "payload_too_large");
    assert.deepEqual([to.sent.length, to.objects.size], [0, 0]);
  });

  test("Idempotency-Key is the id when the body has none, quoted or bare", async () => {
    const { id: _, ...withoutId } = plainEvent();
    const bare = await accept(withoutId, { ...json, "idempotency-key": "order-1" });
    const quoted = await accept(withoutId, { ...json, "idempotency-key": '"order-1"' });
    const inBody = await accept(plainEvent());
    assert.deepEqual([bare.eventId, quoted.eventId], [inBody.eventId, inBody.eventId]);
    const both = await problemOf(accept(plainEvent(), { ...json, "idempotency-key": "order-2" }));
    assert.deepEqual([both.status, both.code], [422, "idempotency_key_mismatch"]);
  });

  test("without an id a new one is made, and a failure promises no safe retry", async () => {
    const { id: _, ...withoutId } = plainEvent();
    const failing = acceptPorts(journal(), { queue: { send: () => Promise.reject(new Error("no queue")) } });
    const unsafe = await problemOf(accept(withoutId, json, failing));
    const safe = await problemOf(accept(plainEvent(), json, failing));
    assert.deepEqual([unsafe.status, unsafe.code, unsafe.retryAfter], [503, "unavailable", 2]);
    assert.match(unsafe.message, /may or may not have been taken/);
    assert.match(safe.message, /Send the same request again/);
  });

  test("nothing is queued when the payload could not be stored", async () => {
    const to = journal();
    const payloads = {
      put: () => Promise.reject(new Error("no S3")),
      get: () => Promise.reject(new Error("no S3")),
    };
    const problem = await problemOf(
      accept(plainEvent(), json, acceptPorts(to, { payloads, inlineLimitBytes: 0 })),
    );
    assert.equal(problem.code, "unavailable");
    assert.equal(to.sent.length, 0);
  });

  test("extension attributes travel, also in binary mode with percent-encoding", async () => {
    const to = journal();
    const headers = {
      ...json,
      "ce-specversion": "1.0",
      "ce-type": "transaction.captured",
      "ce-id": "1",
      "ce-source": "/caf%C3%A9",
      "ce-sequence": "7",
    };
    await accept(transaction(), headers, acceptPorts(to));
    const { event } = JSON.parse(to.sent[0]?.body ?? "");
    assert.equal(event.source, "/caf\u00e9");
    assert.deepEqual(event.extensions, { sequence: "7" });
  });
});

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

/** Sorted members suffice for these payloads: they have no numbers or texts that RFC 8785 writes otherwise. */
function canonicalOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalOf(member)}`).join(",")}}`;
}
