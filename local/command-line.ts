import { type ParseArgsConfig, parseArgs } from "node:util";

/** A command line or an environment that cannot be understood; the message says what would be right. */
export class OptionFault extends Error {
  override readonly name = "OptionFault";
}

/** @throws OptionFault for options that there are not, or that lack their value. */
export function readCommandLine<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
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
