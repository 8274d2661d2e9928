import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { splitBatches } from "../../../runtime/adapters/split-batches.ts";

test("batches keep order, lose nothing and stay within both bounds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(300)),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 500 }),
      (sizes, count, bytes) => {
        const batches = splitBatches(sizes, (size) => size, { count, bytes });
        assert.deepEqual(batches.flat(), sizes);
        for (const batch of batches) {
          assert.ok(batch.length >= 1 && batch.length <= count);
          const sum = batch.reduce((total, size) => total + size, 0);
          assert.ok(sum <= bytes || batch.length === 1);
        }
      },
    ),
  );
});

test("a batch is not cut before it is full", () => {
  assert.deepEqual(
    splitBatches([1, 2, 3, 4], (size) => size, { count: 3, bytes: 100 }),
    [[1, 2, 3], [4]],
  );
  assert.deepEqual(
    splitBatches([60, 40, 1], (size) => size, { count: 10, bytes: 100 }),
    [[60, 40], [1]],
  );
});
