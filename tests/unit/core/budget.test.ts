import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Budget } from "../../../runtime/core/budget.ts";
import { reserves } from "../../../runtime/core/process/ports.ts";

const steps = ["prepare", "claim", "publish", "clear", "deadLetter", "bury", "giveBack"] as const;

test("every step leaves its share of the whole to those after it", () => {
  const invocation = { left: 10_000 };
  const time = new Budget(() => invocation.left, reserves);
  assert.deepEqual(
    steps.map((step) => time.for(step)),
    [4_500, 5_800, 7_000, 7_600, 8_500, 9_000, 9_800],
  );
  invocation.left = 4_800;
  assert.deepEqual([time.for("prepare"), time.for("claim"), time.for("publish")], [0, 600, 1_800]);
});

test("a step that has next to no time is not begun", () => {
  const invocation = { left: 10_000 };
  const time = new Budget(() => invocation.left, reserves);
  invocation.left = 4_699;
  assert.equal(time.for("claim"), 0);
  invocation.left = 4_700;
  assert.equal(time.for("claim"), 500);
});

test("whatever the steps take, the messages can still be given back", () => {
  const wholes = fc.integer({ min: 1_000, max: 900_000 });
  fc.assert(
    fc.property(wholes, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (whole, hangs) => {
      const invocation = { left: whole };
      const time = new Budget(() => invocation.left, reserves);
      for (const [index, step] of steps.slice(0, -1).entries()) {
        if (hangs[index]) invocation.left -= time.for(step);
      }
      assert.ok(time.for("giveBack") > 0);
    }),
  );
});
