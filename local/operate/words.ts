import { userInfo } from "node:os";
import * as v from "valibot";
import { Command } from "../../runtime/operations/commands.ts";
import { OptionFault } from "../command-line.ts";
import type { Asked } from "./tool.ts";

export const many = { type: "string", multiple: true } as const;
export const one = { type: "string" } as const;
export const flag = { type: "boolean" } as const;

/** Options that every tool has. */
export const commonOptions = {
  actor: one,
  json: flag,
  "data-dir": one,
  help: { type: "boolean", short: "h" },
} as const;

interface FaultTexts {
  /** The options by the fields that they fill, where the names differ. */
  readonly optionNames: Readonly<Record<string, string>>;
  /** What to say when the options do not go together. */
  readonly wholeFault: string;
}

interface CommonValues {
  readonly json?: boolean | undefined;
  readonly "data-dir"?: string | undefined;
}

/**
 * What is asked for by the fields of a command, those that are undefined left out.
 * @throws OptionFault with what is wrong.
 */
export function askedFrom(
  fields: Readonly<Record<string, unknown>>,
  { json = false, "data-dir": dataDir }: CommonValues,
  texts: FaultTexts,
): Asked {
  const result = v.safeParse(Command, withoutUndefined(fields));
  if (result.success) return { command: result.output, json, dataDir };
  throw new OptionFault(result.issues.map((issue) => faultOf(issue, texts)).join("\n"));
}

/** The one or two words in front: what to do, and with which. @throws OptionFault when there are more. */
export function nameAndId(positionals: readonly string[]): readonly [name: string, id: string | undefined] {
  const [name = "", id, ...others] = positionals;
  if (others.length > 0) throw new OptionFault(`There is a word too many: ${others.join(" ")}.`);
  return [name, id];
}

/** @throws OptionFault that says so. */
export function unknownCommand(name: string): never {
  throw new OptionFault(name === "" ? "Say what to do." : `There is no command ${name}.`);
}

export function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text === "" ? Number.NaN : text);
}

export function withoutUndefined(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
function faultOf(issue: v.BaseIssue<unknown>, { optionNames, wholeFault }: FaultTexts): string {
  const path = v.getDotPath(issue)?.replace(/\.\d+$/, "");
  if (path === undefined || path === null) return wholeFault;
  const name = optionNames[path] ?? `--${path.replace("filter.", "")}`;
  return `${name}: ${issue.message}.`;
}
