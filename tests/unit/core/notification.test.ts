import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { notificationOf, publishedEvent } from "../../../runtime/core/notification.ts";
import type { PendingNotification } from "../../../runtime/ports/pending-notification.ts";
import { transaction } from "../../support/core/events.ts";

const payload = transaction({ metadata: { note: "\u{1F600} \uffff" } });
const pending: PendingNotification = {
  eventId: "00000000-0000-8000-8000-000000000001",
  correlationId: "corr-1",
  producer: "shop",
  receivedAt: "2026-11-22T17:48:00.000Z",
  fingerprint: "f".repeat(64),
  payloadBytes: 300,
  traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
  event: {
    id: "order-1",
    source: "/shop",
    type: "transaction.captured",
    subject: "caf\u00e9",
    time: "2026-11-22T18:48:00.123456789+01:00",
    extensions: { sequence: "7" },
  },
  canonical: JSON.stringify(payload),
};

suite("a notification", () => {
  test("is the CloudEvent of the receipt, in ASCII", () => {
    const { body } = notificationOf(pending);
    assert.match(body, /^[\x20-\x7e]+$/);
    assert.deepEqual(JSON.parse(body), publishedEvent(pending));
    assert.deepEqual(JSON.parse(body), {
      specversion: "1.0",
      id: "order-1",
      source: "/shop",
      type: "transaction.captured",
      subject: "caf\u00e9",
      time: "2026-11-22T18:48:00.123456789+01:00",
      dataschema: "urn:fluxa:schema:transaction.captured:1",
      datacontenttype: "application/json",
      sequence: "7",
      traceparent: pending.traceparent,
      eventid: pending.eventId,
      producer: "shop",
      correlationid: "corr-1",
      recordedtime: "2026-11-22T17:48:00.000Z",
      fingerprint: pending.fingerprint,
      data: payload,
    });
  });

  test("has at most eight attributes, none of them empty", () => {
    const { attributes } = notificationOf(pending);
    assert.deepEqual(Object.keys(attributes).sort(), [
      "correlation_id",
      "dataschema",
      "fingerprint",
      "producer",
      "source",
      "subject",
      "traceparent",
      "type",
    ]);
    const { traceparent: _, ...untraced } = pending;
    const { subject: __, ...event } = pending.event;
    assert.deepEqual(Object.keys(notificationOf({ ...untraced, event }).attributes).length, 6);
  });

  test("refers to a payload that it cannot carry", () => {
    const { canonical: _, ...large } = pending;
    const event = JSON.parse(notificationOf(large).body);
    assert.equal(event.dataref, `/v1/events/${pending.eventId}/payload`);
    assert.equal("data" in event, false);
    assert.deepEqual(event, publishedEvent(large));
  });

  test("fits into one publication whatever its characters are, with its payload when that is possible", () => {
    const long = (character: string) => character.repeat(256);
    const extensions = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`x${index}`, long("\u00e9")]),
    );
    const event = {
      ...pending.event,
      id: long("\u00e9"),
      source: long("\u00e9"),
      subject: long("\u00e9"),
      extensions,
    };
    for (const [character, carried] of [
      ["\u00e9", true],
      ["\u007f", false],
    ] as const) {
      const canonical = JSON.stringify(character.repeat(65_534 / Buffer.byteLength(character)));
      assert.equal(Buffer.byteLength(canonical), 65_536);
      const { body, attributes } = notificationOf({ ...pending, event, canonical });
      const weight = Object.entries(attributes).reduce(
        (sum, [name, value]) => sum + name.length + 6 + Buffer.byteLength(value),
        body.length,
      );
      assert.ok(weight <= 262_144, `${weight} bytes`);
      assert.equal("data" in JSON.parse(body), carried);
      assert.equal("dataref" in JSON.parse(body), !carried);
    }
  });
});
