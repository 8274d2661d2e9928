import { availableParallelism } from "node:os";

const settings = {
  unit: { concurrency: availableParallelism(), timeoutMs: 60_000, globalSetup: false },
  // One server serves them all, so more files at a time than cores gain nothing.
  integration: { concurrency: Math.min(2, availableParallelism()), timeoutMs: 180_000, globalSetup: true },
  // Each file starts a whole local mode.
  e2e: { concurrency: 1, timeoutMs: 300_000, globalSetup: false },
  // Each file brings up stacks, which takes all cores.
  engine: { concurrency: 1, timeoutMs: 900_000, globalSetup: false },
} as const;

export type Suite = keyof typeof settings;

export const suites = Object.keys(settings) as readonly Suite[];

/** What node is told to run files of a suite, before the reporter and the files. */
export function nodeOptions(suite: Suite): readonly string[] {
  const { concurrency, timeoutMs, globalSetup } = settings[suite];
  return [
    "--import=tsx",
    "--test",
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeoutMs}`,
    ...(globalSetup ? ["--test-global-setup=tests/support/global-setup.ts"] : []),
  ];
}
