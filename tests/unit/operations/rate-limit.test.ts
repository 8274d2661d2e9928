import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { RateLimit } from "../../../runtime/operations/rate-limit.ts";

/** A clock that only pauses move. */
function clock() {
  let time = 1_000_000;
  return {
    now: () => time,
    pause: async (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

const goOn = () => false;

suite("a rate limit", () => {
  test("lets so many pass a second, however they come", async () => {
    for (const [rate, batch] of [
      [500, 10],
      [100, 10],
      [7, 3],
      [1, 1],
    ] as const) {
      const time = clock();
      const start = time.now();
      const limit = new RateLimit(rate, time);
      let passed = 0;
      for (; passed < 1_000; passed += batch) await limit.take(batch, goOn);
      const seconds = (time.now() - start) / 1_000;
      assert.ok(Math.abs(passed - batch - rate * seconds) < batch, `${passed} in ${seconds} s at ${rate}/s`);
    }
  });

  test("shares its rate between lanes", async () => {
    const time = clock();
    const start = time.now();
    const limit = new RateLimit(100, time);
    const lane = async () => {
      for (let batch = 0; batch < 10; batch++) await limit.take(10, goOn);
    };
    await Promise.all([lane(), lane(), lane()]);
    assert.ok(time.now() - start >= 2_900);
  });

  test("does not save up what was not used", async () => {
    const time = clock();
    const limit = new RateLimit(10, time);
    await limit.take(10, goOn);
    await time.pause(60_000);
    await limit.take(10, goOn);
    const start = time.now();
    await limit.take(10, goOn);
    assert.equal(time.now() - start, 1_000);
  });

  test("hears a wish to stop", async () => {
    const time = clock();
    const limit = new RateLimit(1, time);
    await limit.take(10, goOn);
    const start = time.now();
    await limit.take(10, () => time.now() - start >= 500);
    assert.equal(time.now() - start, 500);
  });
});
