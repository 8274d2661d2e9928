import { spawn } from "node:child_process";
import { once } from "node:events";
import { glob } from "node:fs/promises";
import { constants } from "node:os";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeOptions, type Suite, suites } from "./suites.ts";

const usage = `Usage: node tests/run.ts ${suites.join("|")} [file filter ...] [-- option of node --test ...]

Runs the test files of one suite whose path contains one of the filters, or all of them.
  node tests/run.ts integration claim
  node tests/run.ts unit json -- --test-name-pattern=surrogate

FLUXA_TEST_POSTGRES=container|embedded says which PostgreSQL the integration tests run on, and
postgres://… a server that runs already; otherwise it is a container where a container runtime
answers, and the embedded server elsewhere.
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
  return runNode([...nodeOptions(suite), "--test-reporter=spec", ...options, ...files]);
}

function refuse(message: string): number {
  process.stderr.write(message);
  return 2;
}

function isSuite(word: string | undefined): word is Suite {
  return suites.some((suite) => suite === word);
}

async function testFiles(suite: Suite, filters: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(`tests/${suite}/**/*.test.ts`, { cwd: projectFolder })) files.push(file);
  const wanted = filters.map((filter) => relative(projectFolder, filter));
  return files
    .filter((file) => filters.length === 0 || [...filters, ...wanted].some((filter) => file.includes(filter)))
    .sort();
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
