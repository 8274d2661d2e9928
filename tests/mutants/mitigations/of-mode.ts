import type { FailureMode } from "../../support/local/signs.ts";
import type { Mutant } from "../mutant.ts";

/** Mutants that take away what is done about a failure mode; its own test must notice each. */
export function ofMode(
  mode: FailureMode,
  mutants: readonly Omit<Mutant, "suite" | "testFile">[],
): readonly Mutant[] {
  const testFile = testFileOf(mode);
  return mutants.map((mutant) => ({ ...mutant, suite: "e2e", testFile }));
}

/** The test that injects a failure mode. */
export function testFileOf(mode: string): string {
  return `tests/e2e/failure-modes/${mode}.test.ts`;
}
