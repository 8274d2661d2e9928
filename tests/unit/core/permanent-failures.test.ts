import assert from "node:assert/strict";
import { suite, test } from "node:test";
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
      ({ data: _, ...body }) => ({ ...body, payloadKey: "payloads/none" }),
      "payload_missing",
    ],
  ];
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
});
