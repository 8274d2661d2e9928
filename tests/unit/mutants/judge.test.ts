import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { baselineFault, judge } from "../../mutants/judge.ts";
import type { Outcome } from "../../mutants/outcome.ts";

const mutant = { testName: "it counts", testFile: "tests/unit/a.test.ts" };

function run(...outcomes: Outcome[]) {
  return { outcomes, printed: "what node printed" };
}

function failing(failure: Partial<Outcome["failure"]> = {}): Outcome {
  return {
    name: "it counts",
    failure: { type: "testCodeFailure", assertion: true, message: "1 !== 2", ...failure },
  };
}

suite("a mutant", () => {
  test("is killed by an assertion of its test", () => {
    assert.deepEqual(judge(mutant, run(failing())), { killed: true, reason: "1 !== 2" });
  });

  const notKilled: Readonly<Record<string, readonly [outcomes: readonly Outcome[], reason: RegExp]>> = {
    "when its test passes": [[{ name: "it counts" }], /survived/],
    "when another test fails": [[{ name: "it counts" }, { ...failing(), name: "it adds" }], /survived/],
    "when no test of the name ran": [[{ ...failing(), name: "a.test.ts" }], /No test of that name ran/],
    "when nothing ran at all": [[], /what node printed/],
    "when a hook failed": [[failing({ type: "hookFailed" })], /did not fail \(hookFailed\)/],
    "when its test took too long": [[failing({ type: "testTimeoutFailure" })], /did not fail/],
    "when its test failed by an error": [
      [failing({ assertion: false, message: "syntax error" })],
      /something else than an assertion: syntax error/,
    ],
    "when two tests have the name": [[failing(), failing()], /2 tests of that name/],
  };
  for (const [when, [outcomes, reason]] of Object.entries(notKilled)) {
    test(`is not killed ${when}`, () => {
      const judgement = judge(mutant, run(...outcomes));
      assert.equal(judgement.killed, false);
      assert.match(judgement.reason, reason);
    });
  }

  test("that makes the code throw is killed by that error and no other", () => {
    const throwing = { ...mutant, error: "duplicate key" };
    const failure = { assertion: false, message: "duplicate key value" };
    assert.equal(judge(throwing, run(failing(failure))).killed, true);
    assert.equal(judge(throwing, run(failing({ ...failure, message: "syntax error" }))).killed, false);
    assert.equal(judge(throwing, run(failing())).killed, false);
  });
});

test("without a mutant each named test must run once and pass", () => {
  assert.equal(baselineFault("it counts", run({ name: "it counts" })), undefined);
  assert.match(baselineFault("it counts", run()) ?? "", /no test «it counts»/);
  assert.match(baselineFault("it counts", run(failing())) ?? "", /without any mutant: 1 !== 2/);
  assert.match(
    baselineFault("it counts", run({ name: "it counts" }, { name: "it counts" })) ?? "",
    /2 tests/,
  );
});
