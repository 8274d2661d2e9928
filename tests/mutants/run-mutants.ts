import { availableParallelism } from "node:os";
import { startTestServer, type TestServer, testPostgresVariable } from "../support/postgres/test-server.ts";
import { baselineFault, type Judgement, judge } from "./judge.ts";
import type { Mutant } from "./mutant.ts";
import { runTests, type Selection } from "./run-tests.ts";
import { header, row } from "./table.ts";
import { copyProject, type Workspace } from "./workspace.ts";

export interface RunOptions {
  readonly projectFolder: string;
  /** Whether what the tests said is printed, too. */
  readonly verbose: boolean;
  /** Ends the run early; what it made is removed all the same. */
  readonly signal: AbortSignal;
}

/** Tests of a whole instance wait more than they work: there is room for one more than there are cores. */
const mostLanes = Math.min(4, availableParallelism() + 1);

/** What every run of tests needs. */
interface Bench {
  /** As many copies as mutants are tried at once. */
  readonly workspaces: readonly Workspace[];
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Shows first that the tests are green without a mutant, then runs each mutant's test with it.
 * @returns the names of those that were not killed; all, when the tests were not green.
 */
export async function runMutants(
  mutants: readonly Mutant[],
  { projectFolder, verbose, signal }: RunOptions,
): Promise<readonly string[]> {
  const workspaces: Workspace[] = [];
  let server: TestServer | undefined;
  try {
    while (workspaces.length < lanesFor(mutants)) workspaces.push(await copyProject(projectFolder));
    server = await serverFor(mutants);
    const environment = server === undefined ? {} : { [testPostgresVariable]: server.superuserUrl };
    const bench = { workspaces, environment, signal };
    if (!(await isGreen(mutants, bench))) return mutants.map(({ name }) => name);
    return await killAll(mutants, bench, verbose);
  } finally {
    await server?.stop();
    await Promise.all(workspaces.map((workspace) => workspace.remove()));
  }
}

/** Tests that share a server come one after the other: each run makes the server's roles and template anew. */
function lanesFor(mutants: readonly Mutant[]): number {
  return needServer(mutants) ? 1 : Math.min(mostLanes, mutants.length);
}

function needServer(mutants: readonly Mutant[]): boolean {
  return mutants.some(({ suite }) => suite === "integration");
}

/** One server for all runs: starting one takes longer than most tests. */
async function serverFor(mutants: readonly Mutant[]): Promise<TestServer | undefined> {
  if (!needServer(mutants)) return undefined;
  const server = await startTestServer();
  say(`PostgreSQL of all runs: ${server.description}`);
  return server;
}

/** Runs all tests of the list, file by file, on the code as it is. */
async function isGreen(mutants: readonly Mutant[], bench: Bench): Promise<boolean> {
  const faults: string[] = [];
  await inLanes(selections(mutants), bench, async (selection, { folder }) => {
    const { testFile, testNames } = selection;
    const run = await runTests(folder, selection, bench.environment, bench.signal);
    if (bench.signal.aborted) return;
    const found = testNames.flatMap((name) => baselineFault(name, run) ?? []);
    faults.push(...found.map((fault) => `${testFile}: ${fault}`));
    say(`Without a mutant: ${testNames.length - found.length} of ${testNames.length} green in ${testFile}`);
  });
  if (bench.signal.aborted) return false;
  if (faults.length === 0) return true;
  process.stderr.write(`\nThe tests must be green before anything is broken:\n  ${faults.join("\n  ")}\n`);
  return false;
}

function selections(mutants: readonly Mutant[]): readonly Selection[] {
  return [...Map.groupBy(mutants, ({ testFile }) => testFile)].map(([testFile, group]) => ({
    suite: group[0]?.suite ?? "unit",
    testFile,
    testNames: [...new Set(group.map(({ testName }) => testName))],
  }));
}

async function killAll(
  mutants: readonly Mutant[],
  bench: Bench,
  verbose: boolean,
): Promise<readonly string[]> {
  const survivors: string[] = [];
  say(`\n${header(mutants)}`);
  await inLanes(mutants, bench, async (mutant, workspace) => {
    const start = performance.now();
    const judgement = await tryToKill(mutant, workspace, bench);
    if (bench.signal.aborted) return;
    say(row(mutant, judgement.killed, (performance.now() - start) / 1_000, mutants));
    if (verbose || !judgement.killed) say(indented(judgement.reason));
    if (!judgement.killed) survivors.push(mutant.name);
  });
  return survivors;
}

/** Each item in the next workspace that is free. */
async function inLanes<Item>(
  items: readonly Item[],
  { workspaces, signal }: Bench,
  work: (item: Item, workspace: Workspace) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    workspaces.map(async (workspace) => {
      for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift())
        await work(item, workspace);
    }),
  );
}

async function tryToKill(
  mutant: Mutant,
  workspace: Workspace,
  { environment, signal }: Bench,
): Promise<Judgement> {
  const { suite, testFile, testName } = mutant;
  const selection = { suite, testFile, testNames: [testName] };
  const run = await workspace.during(mutant, () =>
    runTests(workspace.folder, selection, environment, signal),
  );
  return judge(mutant, run);
}

const mostLines = 12;

function indented(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines
    .slice(0, mostLines)
    .map((line) => `    ${line}`)
    .join("\n");
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
