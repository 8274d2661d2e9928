import { globSync } from "node:fs";
import { resolve } from "node:path";

// Every mutant starts a few processes, and half of what one takes is to compile the same code again.
process.env.NODE_COMPILE_CACHE = resolve(".mutants/compile-cache");

// A loop that never ends is stopped after a hundred times the rounds of a sound run: the fewer, the sooner.
process.env.FLUXA_TEST_PROPERTY_RUNS = "50";

/** Properties and what waits: a quick example kills most mutants before it is their turn. */
const slow = /(?:ascii-json|canonical-json|check-items|parse-any-json|judging|suspects)\.test\.ts$/;

/** Every test of the core reads JSON: its mutants meet their own tests first, or they would meet all the others before. */
const turnOf = (file) => Number(file.includes("/core/")) * 2 + Number(slow.test(file));

// Stryker runs them in this order and stops at the first that fails. Large texts would make the rounds too many.
const testFiles = globSync(["tests/unit/json/*.test.ts", "tests/unit/core/*.test.ts"])
  .filter((file) => !file.includes("/large-"))
  .sort((one, other) => turnOf(one) - turnOf(other) || one.localeCompare(other));

// Mutates the core and runs its unit tests; tests/mutants/README.md says what comes of it.
export default {
  testRunner: "tap",
  plugins: ["@stryker-mutator/tap-runner"],
  // Node strips the types itself, in a fraction of the time that tsx takes to start.
  tap: { testFiles, nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"] },
  mutate: ["runtime/core/**/*.ts"],
  coverageAnalysis: "perTest",
  concurrency: 2,
  // A mutant that hangs waits for this long; what loops is ended by the number of its rounds.
  timeoutMS: 5_000,
  timeoutFactor: 0.2,
  incremental: true,
  incrementalFile: ".mutants/incremental.json",
  tempDirName: ".mutants/sandbox",
  cleanTempDir: "always",
  // What the tests of the core reach, and no more.
  ignorePatterns: [
    "**",
    "!package.json",
    "!runtime/**",
    "!tests/unit/core/**",
    "!tests/unit/json/**",
    "!tests/support/**",
  ],
  reporters: ["clear-text", "progress", "html", "json"],
  htmlReporter: { fileName: ".mutants/report.html" },
  jsonReporter: { fileName: ".mutants/report.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
