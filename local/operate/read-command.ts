import { userInfo } from "node:os";
import * as v from "valibot";
import { Command } from "../../runtime/operations/commands.ts";
import { OptionFault, readCommandLine } from "../command-line.ts";

/** What the command line asks for. */
export interface Asked {
  readonly command: Command;
  readonly json: boolean;
  readonly dataDir: string | undefined;
}

const many = { type: "string", multiple: true } as const;
const one = { type: "string" } as const;
const flag = { type: "boolean" } as const;

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
  actor: one,
  seconds: one,
  json: flag,
  "data-dir": one,
  help: { type: "boolean", short: "h" },
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
  const [name = "", id, ...others] = positionals;
  if (others.length > 0) throw new OptionFault(`There is a word too many: ${others.join(" ")}.`);
  const result = v.safeParse(Command, withoutUndefined(commandOf(name, id, values)));
  if (!result.success) throw new OptionFault(result.issues.map(faultOf).join("\n"));
  return { command: result.output, json: values.json === true, dataDir: values["data-dir"] };
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
      throw new OptionFault(name === "" ? "Say what to do." : `There is no command ${name}.`);
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

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text === "" ? Number.NaN : text);
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

/** The options by the fields that they fill, where the names differ. */
const optionNames: Readonly<Record<string, string>> = {
  "filter.failureTypes": "--failure-type",
  "filter.producers": "--producer",
  "filter.types": "--type",
  "filter.eventIds": "--event-id",
  "queues.deadLetterQueueUrl": "--dead-letter-queue",
  "queues.queueUrl": "--queue",
  failureRatio: "--failure-ratio",
  patienceSeconds: "--patience",
  id: "The id",
};

function faultOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)?.replace(/\.\d+$/, "");
  if (path === undefined || path === null)
    return "Say which dead events are meant, or --all for every one, not both.";
  const name = optionNames[path] ?? `--${path.replace("filter.", "")}`;
  return `${name}: ${issue.message}.`;
}
