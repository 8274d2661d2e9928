import { OptionFault, readCommandLine } from "../local/command-line.ts";
import type { Measure } from "./measure.ts";

/** One run of the benchmarks. */
export interface BenchOptions {
  /** Under three minutes for all, to see that it works. */
  readonly quick: boolean;
  /** One JSON object as the last line of the output. */
  readonly json: boolean;
  /** Whether the results go to docs/benchmarks. */
  readonly write: boolean;
  /** The names of the measures to take, in the order of the list. */
  readonly names: readonly string[];
}

export type Command = { readonly help: true } | { readonly help: false; readonly options: BenchOptions };

/** What the command line needs to know of a measure. */
export type Listed = Pick<Measure, "name" | "about" | "leftOutWhenQuick" | "apart">;

export const help = (measures: readonly Listed[]) => `Usage: npm run bench -- [option ...]

Measures Fluxa beside what a user would pick instead, in one run on this machine, and verifies every
event: a measure that loses, changes or doubles one fails. Exit code 0: every target was reached; 1: a
target was missed or a measure failed; 2: bad arguments; 130: Ctrl-C, and nothing more was written.

  --quick        fewer rounds and events, under three minutes for all. Its figures show that it works
                 and no more: a missed target is printed, and the exit code stays 0
  --only <name>  this measure alone; may be given several times
  --json         one JSON object as the last line of the output
  --write        write the results to docs/benchmarks, as a full run of all measures does anyway
  --help         this

Measures:
${measures.map(({ name, about, ...rest }) => `  ${name.padEnd(13)}  ${about}${remarkOf(rest)}`).join("\n")}

Run it on a machine that does nothing else. Results and how to read them: docs/benchmarks/README.md.
`;

function remarkOf({ leftOutWhenQuick = false, apart = false }: Omit<Listed, "name" | "about">): string {
  if (apart) return " (only when it is named by --only)";
  return leftOutWhenQuick ? " (left out by --quick)" : "";
}

const options = {
  quick: { type: "boolean" },
  json: { type: "boolean" },
  write: { type: "boolean" },
  only: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws OptionFault naming what is wrong and what would be right. */
export function readOptions(args: readonly string[], measures: readonly Listed[]): Command {
  const { values } = readCommandLine({ args: [...args], options });
  const { help: asked, quick = false, json = false, write = false, only } = values;
  if (asked === true) return { help: true };
  const names = only === undefined ? all(measures, quick) : named(measures, only);
  const full = !quick && only === undefined;
  return { help: false, options: { quick, json, write: write || full, names } };
}

function all(measures: readonly Listed[], quick: boolean): readonly string[] {
  return measures
    .filter(({ leftOutWhenQuick, apart }) => apart !== true && !(quick && leftOutWhenQuick))
    .map(({ name }) => name);
}

function named(measures: readonly Listed[], wanted: readonly string[]): readonly string[] {
  const known = measures.map(({ name }) => name);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return known.filter((name) => wanted.includes(name));
  throw new OptionFault(`There is no measure "${unknown}"; there are ${known.join(", ")}.`);
}
