import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLeft } from "../../../runtime/adapters/time-left.ts";

const told = (milliseconds: number) => timeLeft({ getRemainingTimeInMillis: () => milliseconds });

test("the time that is left is what Lambda told, and grows less by a clock that nobody sets", (t) => {
  const clock = { now: 1_000 };
  t.mock.method(performance, "now", () => clock.now);
  const left = told(30_000);
  t.mock.method(Date, "now", () => 0);
  assert.equal(left(), 30_000);
  clock.now += 12_000;
  assert.equal(left(), 18_000);
  clock.now += 20_000;
  assert.equal(left(), 0);
});

test("a clock that is hours away from Lambda's leaves a little time, not none and not hours", (t) => {
  t.mock.method(performance, "now", () => 1_000);
  for (const milliseconds of [0, -3_600_000, 3_630_000, Number.NaN]) {
    assert.equal(told(milliseconds)(), 5_000);
  }
  assert.equal(told(900_000)(), 900_000);
});
