import assert from "node:assert/strict";
import { test } from "node:test";
import { highestRate } from "../../../bench/measures/end-to-end/highest-rate.ts";

const search = { from: 100, most: 10_000, growth: 1.5, precision: 1.1 };

/** A system that keeps up with exactly this many, and the rates that it was asked. */
function system(limit: number) {
  const asked: number[] = [];
  const keepsUp = async (rate: number) => {
    asked.push(rate);
    return rate <= limit;
  };
  return { asked, keepsUp };
}

for (const limit of [3, 70, 100, 149, 800, 9_000]) {
  test(`a limit of ${limit} is found from below, and no further off than the precision`, async () => {
    const { keepsUp } = system(limit);

    const found = await highestRate({ ...search, keepsUp });

    assert.ok(found <= limit && found >= limit / search.precision, String(found));
  });
}

test("a search ends at its highest rate, and gives no rate that was not kept up with", async () => {
  const { asked, keepsUp } = system(Number.POSITIVE_INFINITY);
  assert.equal(await highestRate({ ...search, keepsUp }), search.most);
  assert.ok(asked.every((rate) => rate <= search.most));
});

test("a system that keeps up with nothing is no result", async () => {
  await assert.rejects(highestRate({ ...search, ...system(0) }), /Not even one event a second/);
});
