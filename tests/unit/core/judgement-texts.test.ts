import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fingerprintOf, payloadKeyOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import { transaction } from "../../support/core/events.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { journal, processPorts } from "../../support/core/ports.ts";

interface Body {
  readonly eventId: string;
  readonly fingerprint: string;
  readonly data?: unknown;
  readonly event: Readonly<Record<string, unknown>>;
}

// Whole sentences: they stand in the dead letter, and are what an operator reads first.
const reasons: Readonly<Record<string, readonly [tamper: (body: Body) => unknown, reason: string]>> = {
  "a body that is a number": [() => 7, "The message does not match its contract at the message."],
  "two fields that are wrong": [
    (body) => ({ ...body, acceptanceId: "x", receivedAt: "yesterday" }),
    "The message does not match its contract at acceptanceId, receivedAt.",
  ],
  "another event's id": [
    (body) => ({ ...body, eventId: "00000000-0000-8000-8000-000000000000" }),
    "The event id is not the one of the event's producer, source and id.",
  ],
  "a payload that changed": [
    (body) => ({ ...body, data: transaction({ amount: 1 }) }),
    "The payload in the message has another SHA-256 than the accepted one.",
  ],
  "a payload in S3 that changed": [
    ({ data: _, ...body }) => ({ ...body, payloadKey: keyOf(body) }),
    "The payload in S3 at payloads/shop/EVENT/FINGERPRINT.json has another SHA-256 than the accepted one.",
  ],
  "a type that is not known": [
    (body) => ({ ...body, event: { ...body.event, type: "transaction.lost" } }),
    "The event type transaction.lost is not known here.",
  ],
  "a payload of the wrong kind": [
    (body) => ({ ...body, data: "text", fingerprint: fingerprintOf(canonicalJson("text")) }),
    "The payload does not match the schema of transaction.authorized at the payload.",
  ],
  "a payload with two faults": [
    (body) => {
      const data = transaction({ amount: "1", currency: "EURO" });
      return { ...body, data, fingerprint: fingerprintOf(canonicalJson(data)) };
    },
    "The payload does not match the schema of transaction.authorized at amount, currency.",
  ],
};

function keyOf({ eventId, fingerprint }: Pick<Body, "eventId" | "fingerprint">): string {
  return payloadKeyOf("shop", eventId, fingerprint);
}

suite("a message is judged in these words:", () => {
  for (const [name, [tamper, reason]] of Object.entries(reasons)) {
    test(name, async () => {
      const to = journal();
      const [message] = await messagesOf(["a"], to);
      assert.ok(message);
      const whole: Body = JSON.parse(message.body);
      to.objects.set(keyOf(whole), "{}");
      await processBatch([{ ...message, body: JSON.stringify(tamper(whole)) }], processPorts(to));
      assert.equal(
        to.letters[0]?.failureReason
          .replace(whole.eventId, "EVENT")
          .replace(whole.fingerprint, "FINGERPRINT"),
        reason,
      );
    });
  }

  test("a body that is no JSON", async () => {
    const to = journal();
    const [message] = await messagesOf(["a"], to);
    assert.ok(message);
    await processBatch([{ ...message, body: "{" }], processPorts(to));
    assert.equal(to.letters[0]?.failureReason, "The message's body is not JSON.");
  });

  test("a payload that is gone", async () => {
    const to = journal();
    const [message] = await messagesOf(["a"], to, { offload: true });
    assert.ok(message);
    const [key] = to.objects.keys();
    to.objects.clear();
    await processBatch([message], processPorts(to));
    assert.deepEqual(
      to.letters.map(({ failureType, failureReason }) => [failureType, failureReason]),
      [["payload_missing", `There is no payload at ${key}.`]],
    );
  });
});
