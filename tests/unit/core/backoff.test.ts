import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { backoffSeconds } from "../../../runtime/core/process/backoff.ts";

test("a back-off lies between half of its exponential ceiling and all of it, within its bounds", () => {
  const receiveCounts = fc.integer({ min: 1, max: 1000 });
  const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const bounds = fc.constantFrom({ shortest: 2, longest: 900 }, { shortest: 1, longest: 15 });
  fc.assert(
    fc.property(receiveCounts, randoms, bounds, (count, random, { shortest, longest }) => {
      const ceiling = Math.min(longest, shortest * 2 ** count);
      const seconds = backoffSeconds(count, () => random, { shortest, longest });
      assert.ok(Number.isInteger(seconds));
      const least = Math.max(shortest, Math.floor(ceiling / 2));
      assert.ok(seconds >= least && seconds <= ceiling, `${seconds} of ${ceiling}`);
    }),
  );
});
