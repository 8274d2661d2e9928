import { readCommandLine, wholeNumber } from "../../../local/command-line.ts";

/** One outage of the database. */
export interface OutageOptions {
  readonly events: number;
  /** How long the database is away, in minutes as they would be on AWS. */
  readonly minutes: number;
  /** Where to keep data and logs; undefined takes a new temporary folder, deleted when all held. */
  readonly dataDir: string | undefined;
}

/** So many seconds on AWS are one second here. */
export const scale = 60;

const defaults = { events: "100000", minutes: "60" } as const;

export const help = `Usage: npm run outage -- [option ...]

Takes the database away, accepts events all the while, gives it back, and lets the queue drain by
itself. Every duration is 1/${scale} of what it is on AWS, by the same settings that a stack has; the bundles
are those that deploy. Then the oracle compares what was accepted with what is there. Exit code 0: all
held; 1: something was violated; 2: bad arguments; 130: Ctrl-C, and all held so far.

  --events <n>       events to be accepted during the outage (${defaults.events})
  --minutes <n>      length of the outage as on AWS; it lasts longer when the events need longer (${defaults.minutes})
  --data-dir <path>  an empty or new folder for data and logs; kept. Without it a temporary one
                     is taken, and deleted when all held
  --help             this
`;

const options = {
  events: { type: "string" },
  minutes: { type: "string" },
  "data-dir": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * @returns undefined when help was asked for.
 * @throws OptionFault naming what is wrong and what would be right.
 */
export function readOptions(args: readonly string[]): OutageOptions | undefined {
  const values = readCommandLine({ args: [...args], options }).values;
  if (values.help === true) return undefined;
  return {
    events: wholeNumber("--events", values.events ?? defaults.events, 1, 1_000_000),
    minutes: wholeNumber("--minutes", values.minutes ?? defaults.minutes, 1, 360),
    dataDir: values["data-dir"],
  };
}
