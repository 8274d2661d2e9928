import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fingerprintOf, payloadKeyOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import { transaction } from "../../support/core/events.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { journal, processPorts } from "../../support/core/ports.ts";

suite("a message is judged", () => {
  const tampered: readonly [
    name: string,
    tamper: (body: Record<string, unknown>) => unknown,
    failureType: string,
  ][] = [
    ["when it is not one of Fluxa's", () => ({ hello: "world" }), "malformed_message"],
    [
      "when its event id is another event's",
      (body) => ({ ...body, eventId: "00000000-0000-8000-8000-000000000000" }),
      "malformed_message",
    ],
    ["when it holds both a payload and a key", (body) => ({ ...body, payloadKey: "x" }), "malformed_message"],
    [
      "when the payload was changed on the way",
      (body) => ({ ...body, data: transaction({ amount: 1 }) }),
      "fingerprint_mismatch",
    ],
    [
      "when the payload is gone",
      ({ data: _, ...body }) => ({ ...body, payloadKey: keyOf("shop", body) }),
      "payload_missing",
    ],
    [
      "when its payload's key is another producer's",
      ({ data: _, ...body }) => ({ ...body, payloadKey: keyOf("bank", body) }),
      "malformed_message",
    ],
    [
      "when its payload's key leads elsewhere",
      ({ data: _, ...body }) => ({ ...body, payloadKey: "configuration/producers.json" }),
      "malformed_message",
    ],
  ];
  const keyOf = (producer: string, { eventId, fingerprint }: Record<string, unknown>) =>
    payloadKeyOf(producer, String(eventId), String(fingerprint));

  for (const [name, tamper, failureType] of tampered) {
    test(name, async () => {
      const to = journal();
      const [message] = await messagesOf(["a"], to);
      assert.ok(message);
      const body = JSON.stringify(tamper(JSON.parse(message.body)));
      assert.deepEqual(await processBatch([{ ...message, body }], processPorts(to)), []);
      assert.deepEqual(
        to.letters.map((letter) => [letter.failureType, letter.message.body]),
        [[failureType, body]],
      );
      assert.match(to.letters[0]?.failureReason ?? "", /^[\x20-\x7e]{1,1024}$/);
    });
  }

  test("and the reason names no member that the contract does not have", async () => {
    const strange = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`secret-${index}`, 1]));
    const to = journal();
    const [message] = await messagesOf(["a"], to);
    assert.ok(message);
    const bodies = [
      { ...JSON.parse(message.body), ...strange },
      withPayload(JSON.parse(message.body), transaction({ ...strange, amount: "1" })),
    ];
    await processBatch(
      bodies.map((body, index) => ({ ...message, messageId: String(index), body: JSON.stringify(body) })),
      processPorts(to),
    );
    assert.deepEqual(
      to.letters.map(({ failureReason }) => failureReason),
      [
        "The message does not match its contract at *.",
        "The payload does not match the schema of transaction.authorized at amount, *.",
      ],
    );
  });
});

/** The message as ingest would have written it without a schema. */
function withPayload(body: Record<string, unknown>, data: unknown): Record<string, unknown> {
  return { ...body, data, fingerprint: fingerprintOf(canonicalJson(data)) };
}
