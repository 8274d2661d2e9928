import { readCommandLine } from "../../command-line.ts";
import type { Asked } from "../tool.ts";
import {
  askedFrom,
  commonOptions,
  flag,
  many,
  nameAndId,
  numberOf,
  one,
  unknownCommand,
  userName,
} from "../words.ts";

const options = {
  from: one,
  to: one,
  type: many,
  producer: many,
  rate: one,
  "dry-run": flag,
  seconds: one,
  limit: one,
  ...commonOptions,
} as const;

const texts = {
  optionNames: { types: "--type", producers: "--producer", id: "The id" },
  wholeFault: "--from must be before --to.",
} as const;

const readWords = (words: readonly string[]) =>
  readCommandLine({ args: [...words], options, allowPositionals: true });

type Values = ReturnType<typeof readWords>["values"];

/**
 * Reads the command line.
 * @returns undefined when help is asked for.
 * @throws OptionFault with what is wrong.
 */
export function readCommand(words: readonly string[]): Asked | undefined {
  const { values, positionals } = readWords(words);
  if (values.help === true) return undefined;
  return askedFrom(commandOf(...nameAndId(positionals), values), values, texts);
}

function commandOf(name: string, id: string | undefined, values: Values): Readonly<Record<string, unknown>> {
  const actor = values.actor ?? userName();
  switch (name) {
    case "start":
      return { command: "replays.start", actor, ...orderOf(values) };
    case "list":
      return { command: "replays.list", actor, limit: numberOf(values.limit) };
    case "resume":
      return { command: "replays.resume", actor, id, rate: numberOf(values.rate) };
    case "show":
    case "stop":
      return { command: `replays.${name}`, actor, id };
    default:
      return unknownCommand(name);
  }
}

function orderOf(values: Values) {
  return {
    from: values.from,
    to: values.to,
    types: values.type,
    producers: values.producer,
    rate: numberOf(values.rate),
    dryRun: values["dry-run"],
    seconds: numberOf(values.seconds),
  };
}
