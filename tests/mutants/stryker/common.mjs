import { globSync } from "node:fs";
import { resolve } from "node:path";

// Every mutant starts a few processes, and half of what one takes is to compile the same code again.
process.env.NODE_COMPILE_CACHE = resolve(".mutants/compile-cache");

// A loop that never ends is stopped after a hundred times the rounds of a sound run: the fewer, the sooner.
process.env.FLUXA_TEST_PROPERTY_RUNS = "50";

/** Properties and what waits: a quick example kills most mutants before it is their turn. */
const slow = /(?:ascii-json|canonical-json|check-items|parse-any-json|judging|suspects)\.test\.ts$/;

/** The quick ones first. */
const order = (one, other) => Number(slow.test(one)) - Number(slow.test(other)) || one.localeCompare(other);

/** Mutates files and runs those tests that reach a mutant, until one of them fails. */
export function mutating(name, { mutate, tests }) {
  // Large texts would make the rounds too many.
  const testFiles = globSync(tests)
    .filter((file) => file.endsWith(".test.ts") && !file.includes("/large-"))
    .sort(order);
  return {
    testRunner: "tap",
    plugins: ["@stryker-mutator/tap-runner"],
    // Node strips the types itself, in a fraction of the time that tsx takes to start.
    tap: { testFiles, nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"] },
    mutate,
    coverageAnalysis: "perTest",
    concurrency: 2,
    // For what hangs; what loops is ended by the number of its rounds. Long enough that no sound run of all
    // tests, with another beside it, ever counts as a hang.
    timeoutMS: 5_000,
    timeoutFactor: 2,
    incremental: true,
    incrementalFile: `.mutants/${name}/incremental.json`,
    tempDirName: `.mutants/${name}/sandbox`,
    cleanTempDir: "always",
    // What these tests reach, and no more.
    ignorePatterns: [
      "**",
      "!package.json",
      "!runtime/**",
      ...tests.map((files) => `!${files}`),
      "!tests/support/**",
    ],
    reporters: ["clear-text", "progress", "html", "json"],
    htmlReporter: { fileName: `.mutants/${name}/report.html` },
    jsonReporter: { fileName: `.mutants/${name}/report.json` },
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    thresholds: { high: 95, low: 90, break: 90 },
  };
}
