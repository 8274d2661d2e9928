import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as v from "valibot";
import { limits } from "../../../runtime/contract/limits.ts";
import { BatchAnswer } from "../../../runtime/contract/openapi/batch-answer.ts";
import type { ItemResult } from "../../../runtime/core/accept/accept-batch.ts";
import { Problem } from "../../../runtime/core/problem.ts";
import { batchAnswer } from "../../../runtime/handlers/http/batch-answer.ts";
import { acceptItems } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";

const unavailable = (): ItemResult => ({ problem: new Problem("unavailable", "The event was not queued.") });
const refused = (): ItemResult => ({ problem: new Problem("schema_violation", "One thing is wrong.") });

suite("the answer to a batch", () => {
  test("is a 202 when all was taken and a 207 when something was not, in the documented form", async () => {
    const [taken] = await acceptItems([plainEvent()]);
    assert.ok(taken);
    for (const [results, status, retryAfter] of [
      [[taken], 202, undefined],
      [[taken, refused()], 207, undefined],
      [[refused()], 207, undefined],
      [[refused(), unavailable()], 207, 2],
      [[taken, unavailable()], 207, 2],
    ] as const) {
      const answer = batchAnswer(results, "corr-1");
      assert.ok("body" in answer);
      assert.deepEqual([answer.status, answer.retryAfter], [status, retryAfter]);
      const body = v.parse(BatchAnswer, JSON.parse(answer.body));
      assert.equal(body.accepted + body.rejected, results.length);
    }
  });

  test("is one problem with Retry-After when all of it was unavailable", () => {
    const answer = batchAnswer([unavailable(), unavailable()], "corr-1");
    assert.ok(answer instanceof Problem);
    assert.deepEqual([answer.code, answer.status, answer.retryAfter], ["unavailable", 503, 2]);
  });

  test("fits through Lambda, whatever was wrong with 500 events", async () => {
    // The longest place that is told, in characters that take the most room.
    const wrong = { ["\u0001".repeat(1_000)]: 1 };
    const results = await acceptItems(Array(500).fill(plainEvent({ data: transaction(wrong) })));
    const answer = batchAnswer(results, "corr-1");
    assert.ok("body" in answer);
    assert.ok(Buffer.byteLength(JSON.stringify(answer)) < limits.lambdaPayloadBytes / 2);
    const { results: items } = v.parse(BatchAnswer, JSON.parse(answer.body));
    assert.equal(items.length, 500);
    assert.ok(items.every(({ status }) => status === 422));
  });
});
