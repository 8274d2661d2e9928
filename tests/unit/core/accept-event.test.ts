import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { accept, deadline, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

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
        deadline,
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
    const failing = failingPorts();
    const unsafe = await problemOf(accept(withoutId, json, failing));
    const safe = await problemOf(accept(plainEvent(), json, failing));
    assert.deepEqual([unsafe.status, unsafe.code, unsafe.retryAfter], [503, "unavailable", 2]);
    assert.match(unsafe.message, /^Nobody knows .* a second one could be stored/);
    assert.match(safe.message, /^Nobody knows .* stored once/);
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

function failingPorts() {
  const ports = acceptPorts(journal());
  return { ...ports, queue: { ...ports.queue, send: () => Promise.reject(new Error("no queue")) } };
}

/** Sorted members suffice for these payloads: they have no numbers or texts that RFC 8785 writes otherwise. */
function canonicalOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalOf(member)}`).join(",")}}`;
}
