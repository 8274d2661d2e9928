import { readCommandLine, wholeNumber } from "../../local/command-line.ts";

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

const options = {
  seed: { type: "string" },
  events: { type: "string" },
  calm: { type: "boolean" },
  "data-dir": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** @throws OptionFault naming what is wrong and what would be right. */
export function readOptions(args: readonly string[], newSeed: () => number): Command {
  const values = readCommandLine({ args: [...args], options }).values;
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
