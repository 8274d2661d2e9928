import type { Suite } from "../suites.ts";

/** One thing broken on purpose, and the test that must notice. */
export interface Mutant {
  readonly name: string;
  /** What would happen to people if this landed. */
  readonly why: string;
  /** The file that is changed, from the project's folder. */
  readonly file: string;
  /** Text that occurs in it exactly once. */
  readonly find: string;
  readonly replace: string;
  readonly suite: Suite;
  readonly testFile: string;
  /** The whole name of the test, without those of the suites around it. */
  readonly testName: string;
  /**
   * Part of the error that the broken code itself throws in the test; without it only a failed
   * assertion counts, so that no slip of the mutant passes for a discovery of the test.
   */
  readonly error?: string;
}
