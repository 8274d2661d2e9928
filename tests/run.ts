import { spawn } from "node:child_process";
import { once } from "node:events";
import { glob } from "node:fs/promises";
import { availableParallelism, constants } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const suites = {
  unit: { concurrency: availableParallelism(), timeoutMs: 60_000, globalSetup: false },
  // One server serves them all, so more files at a time than cores gain nothing.
  integration: { concurrency: Math.min(2, availableParallelism()), timeoutMs: 180_000, globalSetup: true },
  // Each file starts a whole local mode.
  e2e: { concurrency: 1, timeoutMs: 300_000, globalSetup: false },
  // Each file brings up stacks, which takes all cores.
  engine: { concurrency: 1, timeoutMs: 900_000, globalSetup: false },
} as const;

type Suite = keyof typeof suites;

const usage = `Usage: node tests/run.ts ${Object.keys(suites).join("|")} [file filter ...] [-- option of node --test ...]

Runs the test files of one suite whose path contains one of the filters, or all of them.
  node tests/run.ts integration claim
  node tests/run.ts unit json -- --test-name-pattern=surrogate

FLUXA_TEST_POSTGRES=container|embedded says which PostgreSQL the integration tests run on;
otherwise it is a container where a container runtime answers, and the embedded server elsewhere.
`;

const projectFolder = fileURLToPath(new URL("..", import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const divider = words.indexOf("--");
  const [suite, ...filters] = divider === -1 ? words : words.slice(0, divider);
  const options = divider === -1 ? [] : words.slice(divider + 1);
  if (suite === "--help" || suite === "-h") {
    process.stdout.write(usage);
    return 0;
  }
  if (!isSuite(suite)) return refuse(`There is no suite ${suite ?? "without a name"}.\n\n${usage}`);
  const files = await testFiles(suite, filters);
  if (files.length === 0) {
    return refuse(
      `No test file of the suite ${suite} matches ${filters.join(" or ") || "tests/**/*.test.ts"}.\n`,
    );
  }
  return runNode([...nodeOptions(suite), ...options, ...files]);
}

function refuse(message: string): number {
  process.stderr.write(message);
  return 2;
}

function isSuite(word: string | undefined): word is Suite {
  return word !== undefined && Object.hasOwn(suites, word);
}

async function testFiles(suite: Suite, filters: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(`tests/${suite}/**/*.test.ts`, { cwd: projectFolder })) files.push(file);
  const wanted = filters.map((filter) => relative(projectFolder, filter));
  return files
    .filter((file) => filters.length === 0 || [...filters, ...wanted].some((filter) => file.includes(filter)))
    .sort();
}

function nodeOptions(suite: Suite): readonly string[] {
  const { concurrency, timeoutMs, globalSetup } = suites[suite];
  return [
    "--import=tsx",
    "--test",
    "--test-reporter=spec",
    `--test-concurrency=${concurrency}`,
    `--test-timeout=${timeoutMs}`,
    ...(globalSetup ? ["--test-global-setup=tests/support/global-setup.ts"] : []),
  ];
}

/** Ctrl-C reaches node, too, which cleans up and ends; this process waits for it. */
async function runNode(words: readonly string[]): Promise<number> {
  const node = spawn(process.execPath, words, { cwd: projectFolder, stdio: "inherit" });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => node.kill("SIGTERM"));
  const [code, signal]: unknown[] = await once(node, "exit");
  if (typeof code === "number") return code;
  return 128 + (signal === "SIGKILL" ? constants.signals.SIGKILL : constants.signals.SIGTERM);
}
