import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { nodeOptions, type Suite } from "../suites.ts";
import type { Outcome } from "./outcome.ts";

export interface TestRun {
  readonly outcomes: readonly Outcome[];
  /** What the run printed, for when no outcome explains it. */
  readonly printed: string;
}

export interface Selection {
  readonly suite: Suite;
  readonly testFile: string;
  readonly testNames: readonly string[];
}

// For what the run tidies up when it is ended early.
const patienceMs = 5_000;

/** Runs the tests of these names in one file of a copy of the project. */
export async function runTests(
  folder: string,
  { suite, testFile, testNames }: Selection,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<TestRun> {
  const results = join(folder, "outcomes.jsonl");
  const words = [
    ...nodeOptions(suite),
    "--test-reporter=./tests/mutants/outcome-reporter.ts",
    `--test-reporter-destination=${results}`,
    ...testNames.map((name) => `--test-name-pattern=/${escaped(name)}$/`),
    testFile,
  ];
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const env = { ...inherited, ...environment };
  const node = spawn(process.execPath, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const end = () => {
    node.kill("SIGTERM");
    setTimeout(() => node.kill("SIGKILL"), patienceMs).unref();
  };
  signal.addEventListener("abort", end);
  const [out, err] = await Promise.all([text(node.stdout), text(node.stderr), once(node, "close")]);
  signal.removeEventListener("abort", end);
  const lines = (await readFile(results, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  await rm(results, { force: true });
  return { outcomes: lines.map((line): Outcome => JSON.parse(line)), printed: `${out}${err}`.trim() };
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
