import assert from "node:assert/strict";
import { test } from "node:test";
import { interleaved } from "../../../bench/harness/rounds.ts";
import { ratios, timed } from "../../../bench/harness/statistics.ts";

const about = { key: "a", unit: "ms", about: "a wait" } as const;

test("a timed figure is the median of its rounds beside the lowest and the highest", () => {
  const { value, spread } = timed({ ...about, samples: [9, 1, 4, 2] });
  assert.equal(value, 3);
  assert.deepEqual(spread, { low: 1, high: 9 });
});

test("a figure without rounds is refused", () => {
  assert.throws(() => timed({ ...about, samples: [] }), /Nothing was measured for a/);
});

test("contenders are compared round by round", () => {
  assert.deepEqual(ratios([10, 30], [5, 10]), [2, 3]);
  assert.throws(() => ratios([1], [1, 2]), /1 rounds cannot be compared with 2/);
});

test("contenders take turns, and each keeps its samples in the order of the rounds", async () => {
  const order: string[] = [];
  const samples = await interleaved({
    contenders: ["a", "b"],
    rounds: 2,
    signal: new AbortController().signal,
    take: async (name, round) => {
      order.push(`${name}${round}`);
      return order.length;
    },
  });
  assert.deepEqual(order, ["a0", "b0", "a1", "b1"]);
  assert.deepEqual(
    [...samples],
    [
      ["a", [1, 3]],
      ["b", [2, 4]],
    ],
  );
});

test("a run that is stopped takes no further round", async () => {
  const controller = new AbortController();
  let taken = 0;
  const running = interleaved({
    contenders: ["a", "b"],
    rounds: 5,
    signal: controller.signal,
    take: async () => {
      controller.abort(new Error("stopped"));
      return ++taken;
    },
  });
  await assert.rejects(running, /stopped/);
  assert.equal(taken, 1);
});
