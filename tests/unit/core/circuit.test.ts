import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { limits } from "../../../runtime/contract/limits.ts";
import { Circuit, pausesOf } from "../../../runtime/core/circuit.ts";

const pauses = { shortestMs: 1_000, longestMs: 30_000 };

/** A circuit under a clock that is set by hand. */
function circuitAt(random = 0.5) {
  const clock = { now: 1_000_000 };
  const circuit = new Circuit(
    "store",
    () => clock.now,
    () => random,
    pauses,
  );
  return { circuit, clock };
}

/** Passes the time until the circuit lets a probe through; in milliseconds. */
function untilProbe({ circuit, clock }: ReturnType<typeof circuitAt>): number {
  const start = clock.now;
  while (!circuit.admits()) clock.now += 10;
  return clock.now - start;
}

const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

suite("a circuit", () => {
  test("that is closed admits everybody, and stays so while its dependency answers", () => {
    const { circuit } = circuitAt();
    for (let call = 0; call < 3; call++) {
      assert.equal(circuit.admits(), true);
      assert.equal(circuit.succeeded(), undefined);
    }
    assert.equal(circuit.open, false);
  });

  test("opens at the first outage and says so once", () => {
    const { circuit } = circuitAt();
    assert.deepEqual([circuit.failed(), circuit.failed(), circuit.failed()], [true, false, false]);
    assert.deepEqual([circuit.open, circuit.admits()], [true, false]);
  });

  test("lets one probe through after its pause, and no other beside it", () => {
    const under = circuitAt();
    under.circuit.failed();
    assert.equal(untilProbe(under), 1_500);
    assert.equal(under.circuit.admits(), false);
  });

  test("closes when the probe is answered, and tells how long it was open", () => {
    const under = circuitAt();
    under.circuit.failed();
    const waited = untilProbe(under);
    assert.equal(under.circuit.succeeded(), waited);
    assert.deepEqual([under.circuit.open, under.circuit.admits()], [false, true]);
  });

  test("counts the time that it is open from its first outage, whatever probes were lost", () => {
    const under = circuitAt();
    under.circuit.failed();
    const first = untilProbe(under);
    under.circuit.failed();
    const second = untilProbe(under);
    assert.equal(under.circuit.succeeded(), first + second);
  });

  test("waits twice as long after each probe that fails, up to its longest pause", () => {
    const under = circuitAt(1 - Number.EPSILON);
    under.circuit.failed();
    const waits = Array.from({ length: 7 }, () => {
      const waited = untilProbe(under);
      under.circuit.failed();
      return Math.round(waited / 1_000);
    });
    assert.deepEqual(waits, [2, 4, 8, 16, 30, 30, 30]);
  });

  test("counts callers that failed together as one outage", () => {
    const under = circuitAt();
    for (let caller = 0; caller < 5; caller++) under.circuit.failed();
    assert.equal(untilProbe(under), 1_500);
  });

  test("begins with the shortest pause again once it was closed", () => {
    const under = circuitAt();
    for (let probe = 0; probe < 5; probe++) {
      under.circuit.failed();
      untilProbe(under);
    }
    under.circuit.succeeded();
    under.circuit.failed();
    assert.equal(untilProbe(under), 1_500);
  });

  test("that gave a probe away which came to nothing gives another after a pause", () => {
    const under = circuitAt();
    under.circuit.failed();
    untilProbe(under);
    assert.ok(untilProbe(under) <= 2_000);
  });

  test("pauses between half of its growing ceiling and all of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), randoms, (outages, random) => {
        const under = circuitAt(random);
        under.circuit.failed();
        for (let outage = 1; outage < outages; outage++) {
          under.clock.now += pauses.longestMs + 1;
          assert.equal(under.circuit.admits(), true);
          under.circuit.failed();
        }
        const ceiling = Math.min(30_000, 1_000 * 2 ** outages);
        const waited = untilProbe(under);
        assert.ok(waited >= ceiling / 2 && waited <= ceiling + 10, `${waited} of ${ceiling}`);
      }),
      { numRuns: 30 },
    );
  });

  test("is never closed to all for longer than its longest pause, wherever the clock jumps", () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant("jump"), by: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }) }),
        fc.record({ kind: fc.constantFrom("admits", "failed", "succeeded"), by: fc.constant(0) }),
      ),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(steps, randoms, (sequence, random) => {
        const { circuit, clock } = circuitAt(random);
        for (const { kind, by } of sequence) {
          clock.now += by;
          if (kind === "admits") circuit.admits();
          if (kind === "failed") circuit.failed();
          if (kind === "succeeded") circuit.succeeded();
        }
        clock.now += pauses.longestMs;
        assert.equal(circuit.admits(), true);
      }),
    );
  });
});

test("the pauses of the default back-off are 1 s to 30 s, and scale with it", () => {
  assert.deepEqual(pausesOf(limits.backoffSeconds), { shortestMs: 1_000, longestMs: 30_000 });
  assert.deepEqual(pausesOf({ shortest: 1, longest: 60 }), { shortestMs: 500, longestMs: 2_000 });
  assert.deepEqual(pausesOf({ shortest: 1, longest: 15 }), { shortestMs: 500, longestMs: 1_000 });
});
