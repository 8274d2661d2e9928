import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { listFaults } from "./check-list.ts";
import { lists } from "./lists.ts";
import type { Mutant } from "./mutant.ts";
import { runMutants } from "./run-mutants.ts";

const usage = `Usage: node tests/mutants/main.ts ${Object.keys(lists).join("|")} [--only name ...] [--verbose]

Breaks a copy of the project in one place after the other and runs, for each, the one test that must
notice. Ends with 0 when every mutant was killed, with 1 and their names when any survived.

  --only name   that mutant alone; may be repeated
  --verbose     also what each test said
  --help        this text

FLUXA_TEST_POSTGRES says which PostgreSQL serves the tests, as for node tests/run.ts integration.
`;

const projectFolder = fileURLToPath(new URL("../..", import.meta.url));
const interrupted = 130;

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const request = read(words);
  if (typeof request === "string") return refuse(`${request}\n\n${usage}`);
  if (request.help) {
    process.stdout.write(usage);
    return 0;
  }
  const { list, wanted, verbose } = request;
  const faults = await listFaults(list, projectFolder);
  if (faults.length > 0) {
    process.stderr.write(`The list of mutants is out of date:\n  ${faults.join("\n  ")}\n`);
    return 1;
  }
  const stop = new AbortController();
  // Whatever runs is ended and the copy removed; node --test hears a Ctrl-C itself.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const survivors = await runMutants(wanted, { projectFolder, verbose, signal: stop.signal });
  if (stop.signal.aborted) {
    process.stderr.write(
      "\nInterrupted: the server of the tests is stopped, and the copy of the project removed.\n",
    );
    return interrupted;
  }
  return report(survivors, wanted.length);
}

type Request =
  | { readonly help: true }
  | {
      readonly help: false;
      readonly list: readonly Mutant[];
      readonly wanted: readonly Mutant[];
      readonly verbose: boolean;
    };

/** What is asked for, or what is wrong with the words. */
function read(words: readonly string[]): Request | string {
  const options = {
    only: { type: "string", multiple: true },
    verbose: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    if (values.help === true) return { help: true };
    const [name] = positionals;
    const list = name === undefined ? undefined : lists[name];
    if (list === undefined || positionals.length > 1) return "Name one list of mutants.";
    const only = values.only ?? list.map((mutant) => mutant.name);
    const unknown = only.filter((asked) => !list.some((mutant) => mutant.name === asked));
    if (unknown.length > 0) return `There is no mutant ${unknown.join(" or ")} in the list ${name}.`;
    const wanted = list.filter((mutant) => only.includes(mutant.name));
    return { help: false, list, wanted, verbose: values.verbose === true };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function report(survivors: readonly string[], all: number): number {
  if (survivors.length === 0) {
    process.stdout.write(`\nAll ${all} mutants were killed.\n`);
    return 0;
  }
  process.stderr.write(
    `\n${survivors.length} of ${all} mutants were not killed:\n  ${survivors.join("\n  ")}\n` +
      "Either a test is missing, or the mutant changes nothing that anybody could notice: then take it off the list.\n",
  );
  return 1;
}

function refuse(message: string): number {
  process.stderr.write(message);
  return 2;
}
