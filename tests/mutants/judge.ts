import type { Mutant } from "./mutant.ts";
import type { TestRun } from "./run-tests.ts";

export interface Judgement {
  readonly killed: boolean;
  /** What the test said, or why it does not count. */
  readonly reason: string;
}

type Judged = Pick<Mutant, "testName" | "testFile" | "error">;

/** Whether the named test noticed, and for the right reason. */
export function judge({ testName, testFile, error }: Judged, run: TestRun): Judgement {
  const named = run.outcomes.filter(({ name }) => name === testName);
  if (named.length > 1)
    return { killed: false, reason: `${testFile} has ${named.length} tests of that name.` };
  const [outcome] = named;
  if (outcome === undefined)
    return { killed: false, reason: `No test of that name ran. ${otherFailure(run)}` };
  const { failure } = outcome;
  if (failure === undefined) return { killed: false, reason: "It survived: the test passes." };
  if (failure.type !== "testCodeFailure") {
    return { killed: false, reason: `The test itself did not fail (${failure.type}): ${failure.message}` };
  }
  const expected = error === undefined ? failure.assertion : failure.message.includes(error);
  if (expected) return { killed: true, reason: failure.message };
  const wanted = error === undefined ? "an assertion" : `«${error}»`;
  return { killed: false, reason: `The test failed by something else than ${wanted}: ${failure.message}` };
}

/** Why the tests of a file are not green before anything is broken; undefined when they are. */
export function baselineFault(testName: string, run: TestRun): string | undefined {
  const named = run.outcomes.filter(({ name }) => name === testName);
  if (named.length === 0) return `There is no test «${testName}». ${otherFailure(run)}`;
  if (named.length > 1) return `There are ${named.length} tests «${testName}».`;
  const message = named[0]?.failure?.message;
  return message === undefined ? undefined : `«${testName}» fails without any mutant: ${message}`;
}

function otherFailure({ outcomes, printed }: TestRun): string {
  const failed = outcomes.find(({ failure }) => failure !== undefined);
  return failed?.failure?.message ?? printed.slice(-2_000);
}
