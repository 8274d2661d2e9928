import { parseArgs } from "node:util";

/** One run of the chaos. */
export interface ChaosOptions {
  /** Names the events and the faults. */
  readonly seed: number;
  /** Distinct events. */
  readonly events: number;
  /** Without faults, to see what the machine can do. */
  readonly calm: boolean;
  /** Where to keep data and logs; undefined takes a new temporary folder, deleted when all held. */
  readonly dataDir: string | undefined;
}

export type Command = { readonly help: true } | { readonly help: false; readonly options: ChaosOptions };

/** Arguments that cannot be understood. */
export class OptionFault extends Error {
  override readonly name = "OptionFault";
}

const defaults = { events: "20000" } as const;
const most = { seed: 2_147_483_647, events: 1_000_000 } as const;

export const help = `Usage: npm run chaos -- [option ...]

Sends events to a whole Fluxa on this machine while faults strike at every point, lets it come to
rest, and compares what was promised with what is there. Exit code 0: all held; 1: something was
violated, or a kind of fault never struck; 2: bad arguments; 130: Ctrl-C, and all held so far.

  --seed <n>         names the events and the faults; a new one is taken and printed without it
  --events <n>       distinct events, duplicates and conflicts come on top (${defaults.events})
  --calm             without faults
  --data-dir <path>  an empty or new folder for data and logs; kept. Without it a temporary one
                     is taken, and deleted when all held
  --help             this

Ctrl-C stops sending, lets the system come to rest, and judges what was sent; a second one does
not wait for the rest. What is injected and compared: docs/chaos.md.
`;

/** @throws OptionFault naming what is wrong and what would be right. */
export function readOptions(args: readonly string[], newSeed: () => number): Command {
  const values = readArguments(args);
  if (values.help === true) return { help: true };
  return {
    help: false,
    options: {
      seed: values.seed === undefined ? newSeed() : wholeNumber("--seed", values.seed, 0, most.seed),
      events: wholeNumber("--events", values.events ?? defaults.events, 1, most.events),
      calm: values.calm === true,
      dataDir: values["data-dir"],
    },
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        seed: { type: "string" },
        events: { type: "string" },
        calm: { type: "boolean" },
        "data-dir": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new OptionFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** @throws OptionFault when it is none, or out of bounds. */
export function wholeNumber(name: string, text: string, least: number, greatest: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= least && value <= greatest) return value;
  throw new OptionFault(`${name} must be a whole number from ${least} to ${greatest}, not "${text}".`);
}
