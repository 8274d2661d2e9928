import assert from "node:assert/strict";
import { test } from "node:test";
import { mapConcurrently } from "../../../runtime/core/map-concurrently.ts";

test("results come in order, with no more calls under way than allowed", async () => {
  let under = 0;
  let most = 0;
  const results = await mapConcurrently([5, 3, 4, 1, 2], 2, async (turns) => {
    under += 1;
    most = Math.max(most, under);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    under -= 1;
    return turns * 10;
  });
  assert.deepEqual(results, [50, 30, 40, 10, 20]);
  assert.equal(most, 2);
});

test("nothing is mapped to nothing", async () => {
  assert.deepEqual(await mapConcurrently([], 5, () => assert.fail("called")), []);
});
