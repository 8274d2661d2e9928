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
  withoutUndefined,
} from "../words.ts";

const options = {
  "failure-type": many,
  producer: many,
  type: many,
  "event-id": many,
  reason: one,
  from: one,
  to: one,
  all: flag,
  limit: one,
  after: one,
  payload: flag,
  "dry-run": flag,
  rate: one,
  canary: one,
  "failure-ratio": one,
  patience: one,
  "dead-letter-queue": one,
  queue: one,
  seconds: one,
  ...commonOptions,
} as const;

const texts = {
  optionNames: {
    "filter.failureTypes": "--failure-type",
    "filter.producers": "--producer",
    "filter.types": "--type",
    "filter.eventIds": "--event-id",
    "queues.deadLetterQueueUrl": "--dead-letter-queue",
    "queues.queueUrl": "--queue",
    failureRatio: "--failure-ratio",
    patienceSeconds: "--patience",
    id: "The id",
  },
  wholeFault: "Say which dead events are meant, or --all for every one, not both.",
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
  const common = { actor: values.actor ?? userName(), queues: queuesOf(values) };
  const look = { ...common, filter: filterOf(values), seconds: numberOf(values.seconds) };
  switch (name) {
    case "list":
      return { command: "deadEvents.list", ...look, limit: numberOf(values.limit), after: values.after };
    case "groups":
      return { command: "deadEvents.groups", ...look };
    case "show":
      return { command: "deadEvents.show", ...common, id, payload: values.payload, seconds: look.seconds };
    case "redrive":
      return { command: "deadEvents.redrive", ...look, ...paceOf(values), all: values.all };
    case "resume":
      return { command: "redrives.resume", ...common, id };
    case "stop":
      return { command: "redrives.stop", ...common, id };
    case "redrives":
      return id === undefined
        ? { command: "redrives.list", ...common, limit: numberOf(values.limit) }
        : { command: "redrives.show", ...common, id };
    default:
      return unknownCommand(name);
  }
}

function filterOf(values: Values) {
  return withoutUndefined({
    failureTypes: values["failure-type"],
    producers: values.producer,
    types: values.type,
    eventIds: values["event-id"],
    reason: values.reason,
    from: values.from,
    to: values.to,
  });
}

function paceOf(values: Values) {
  return {
    dryRun: values["dry-run"],
    rate: numberOf(values.rate),
    canary: numberOf(values.canary),
    failureRatio: numberOf(values["failure-ratio"]),
    patienceSeconds: numberOf(values.patience),
  };
}

function queuesOf({ queue: queueUrl, "dead-letter-queue": deadLetterQueueUrl }: Values) {
  if (queueUrl === undefined && deadLetterQueueUrl === undefined) return undefined;
  return withoutUndefined({ queueUrl, deadLetterQueueUrl });
}
