import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRules } from "../../../local/faults/rule.ts";
import { strikeBatch } from "../../../local/faults/strike-batch.ts";

const messages = ["a", "b", "c", "d"].map((MessageId) => ({ MessageId }));

/** What is done with a batch that this rule strikes, in words. */
async function struckBy(text: string): Promise<readonly string[]> {
  const [rule] = parseRules([`event-source=${text}`]);
  assert.ok(rule !== undefined);
  const numbers = [0.5, 0.9, 0.1, 0.8, 0.2];
  let next = 0;
  const done: string[] = [];
  const note =
    (what: string) =>
    async (batch: readonly { readonly MessageId?: string | undefined }[], seconds?: number) => {
      done.push([what, ...batch.map(({ MessageId }) => MessageId), seconds].filter(Boolean).join(" "));
    };
  await strikeBatch({ rule, occurrence: 1, random: () => numbers[next++ % numbers.length] ?? 0 }, messages, {
    deliver: note("deliver"),
    invoke: note("invoke"),
    setVisibility: note("visible in"),
  });
  return done;
}

const table = {
  duplicate: ["deliver a b c d", "deliver a b c d"],
  "reorder:1": ["deliver b d c a"],
  lapse: ["visible in a b c d 1", "deliver a b c d"],
  throttle: [],
  undeleted: ["invoke a b c d"],
};

for (const [rule, expected] of Object.entries(table)) {
  test(`event-source=${rule}: ${expected.join(", then ") || "nothing"}`, async () => {
    assert.deepEqual(await struckBy(rule), expected);
  });
}
