import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitOf, machine } from "./harness/machine.ts";
import type { Measure } from "./measure.ts";
import type { BenchOptions } from "./options.ts";
import { jsonReport } from "./report/json.ts";
import { missed } from "./report/judge.ts";
import type { Result } from "./report/result.ts";
import type { Screen } from "./report/screen.ts";
import { figureTable } from "./report/table.ts";
import { writeResults } from "./report/write.ts";

interface Surroundings {
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Names of all measures, in the order of the page. */
  readonly order: readonly string[];
  /** Takes the lines that a program reads. */
  readonly print: (line: string) => void;
}

/** A measure that did not come to its end, and why. */
interface Failed {
  readonly name: string;
  readonly reason: string;
}

const interrupted = 130;

/** Takes the measures in turn and reports them. @returns The exit code. */
export async function runBenchmarks(
  measures: readonly Measure[],
  options: BenchOptions,
  { screen, signal, order, print }: Surroundings,
): Promise<number> {
  const results: Result[] = [];
  const failed: Failed[] = [];
  for (const measure of measures) {
    const end = await take(measure, options, screen, signal);
    if (signal.aborted) return interrupted;
    if ("reason" in end) {
      failed.push(end);
      screen.say(`${end.name} failed: ${end.reason}`);
      continue;
    }
    results.push(end);
    screen.say(`\n${end.name}: ${end.about}\n${figureTable(end.findings.figures)}`);
    for (const note of end.findings.notes) screen.say(`  ${note}`);
  }
  if (options.write && results.length > 0) {
    screen.say(`Written to ${await writeResults(results, order)}.`);
  }
  summarise(results, failed, options, screen);
  if (options.json) print(JSON.stringify(jsonReport(results, failed, options.quick)));
  return exitCode(results, failed, options);
}

async function take(
  { name, about, run }: Measure,
  { quick }: BenchOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<Result | Failed> {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-bench-"));
  // PostgreSQL's user must be able to pass it when this runs as root.
  await chmod(folder, 0o755);
  const started = performance.now();
  const where = { date: new Date().toISOString(), commit: await commitOf(), machine: machine() };
  try {
    const say = (text: string) => screen.progress(`${name}: ${text}`);
    const findings = await run({ quick, folder, signal, say });
    return {
      name,
      about,
      ...where,
      quick,
      seconds: Math.round((performance.now() - started) / 1_000),
      findings,
    };
  } catch (error) {
    return { name, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function summarise(
  results: readonly Result[],
  failed: readonly Failed[],
  { quick }: BenchOptions,
  screen: Screen,
): void {
  const figures = results.flatMap(({ findings }) => findings.figures);
  const short = missed(figures);
  const targets = figures.filter(({ target }) => target !== undefined).length;
  screen.say(`\n${targets - short.length} of ${targets} targets reached, ${failed.length} measures failed.`);
  if (short.length > 0) screen.say(`Missed:\n${figureTable(short)}`);
  if (short.length > 0 && quick)
    screen.say("A quick run judges no target: the exit code does not count them.");
}

function exitCode(results: readonly Result[], failed: readonly Failed[], { quick }: BenchOptions): number {
  const short = missed(results.flatMap(({ findings }) => findings.figures));
  return failed.length > 0 || (short.length > 0 && !quick) ? 1 : 0;
}
