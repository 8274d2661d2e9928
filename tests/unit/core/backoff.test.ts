import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { backoffSeconds } from "../../../runtime/core/process/backoff.ts";

test("a back-off lies between half of its exponential ceiling and all of it, within 2 s and 900 s", () => {
  const receiveCounts = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(
      receiveCounts,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (count, random) => {
        const ceiling = Math.min(900, 2 * 2 ** count);
        const seconds = backoffSeconds(count, () => random);
        assert.ok(Number.isInteger(seconds));
        assert.ok(
          seconds >= Math.max(2, Math.floor(ceiling / 2)) && seconds <= ceiling,
          `${seconds} of ${ceiling}`,
        );
      },
    ),
  );
});
