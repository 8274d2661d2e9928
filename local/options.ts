import { resolve } from "node:path";
import * as v from "valibot";
import { OptionFault, readCommandLine } from "./command-line.ts";
import type { FaultOptions } from "./faults/control.ts";
import { parseRules, RuleFault } from "./faults/rule.ts";
import type { Timing } from "./functions/timing.ts";

/** How one instance of the local mode runs. */
export interface Options {
  /** TCP port of the API on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** The value that a producer sends as `x-api-key`. */
  readonly apiKey: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** Whether what an earlier run stored is deleted first. */
  readonly reset: boolean;
  /** Where it differs from {@link defaultTiming}. */
  readonly timing?: Partial<Timing>;
  /** Without it no fault can strike, and nothing of them is loaded. */
  readonly faults?: FaultOptions;
}

export type Command = { readonly help: true } | { readonly help: false; readonly options: Options };

const Port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535));
const Seed = v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number));
const ApiKey = v.pipe(v.string(), v.regex(/^[!-~]{1,128}$/));

const options = {
  port: { type: "string" },
  "data-dir": { type: "string" },
  reset: { type: "boolean" },
  fault: { type: "string", multiple: true },
  seed: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line and the environment; an argument wins over its variable.
 * @throws OptionFault naming what is wrong and what would be right.
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  projectFolder: string,
): Command {
  const values = readCommandLine({ args: [...args], options }).values;
  if (values.help === true) return { help: true };
  const port = values.port ?? env["FLUXA_PORT"] ?? "8787";
  const dataDir = values["data-dir"] ?? env["FLUXA_DATA_DIR"] ?? resolve(projectFolder, ".fluxa");
  return {
    help: false,
    options: {
      port: check(Port, port, `The port must be a number from 0 to 65535, not "${port}".`),
      apiKey: check(
        ApiKey,
        env["FLUXA_API_KEY"] ?? "local-dev-key",
        "FLUXA_API_KEY must be 1 to 128 visible ASCII characters without spaces, as an HTTP header carries it.",
      ),
      dataDir: resolve(
        check(v.pipe(v.string(), v.minLength(1)), dataDir, "The data directory must not be empty."),
      ),
      reset: values.reset === true,
      ...faultsOf(values.fault, values.seed),
    },
  };
}

function faultsOf(rules: readonly string[] | undefined, given: string | undefined): Pick<Options, "faults"> {
  if (rules === undefined) {
    if (given === undefined) return {};
    throw new OptionFault("--seed says which occurrences faults strike; give --fault <rule>, too.");
  }
  const seed = given ?? "1";
  const fault = `The seed must be a whole number of at most nine digits, not "${seed}".`;
  const checked = check(Seed, seed, fault);
  try {
    parseRules(rules);
  } catch (error) {
    if (error instanceof RuleFault) throw new OptionFault(error.message, { cause: error });
    throw error;
  }
  return { faults: { seed: checked, rules } };
}

function check<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown, fault: string): Output {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new OptionFault(fault);
  return result.output;
}
