import { EventAttributes } from "../../contract/cloud-event.ts";
import { eventTypes } from "../../contract/event-types/index.ts";
import type { Problem } from "../../core/problem.ts";

/** Header names of ours; the names of others are chosen by whoever sends them. */
const knownHeaders = ["idempotency-key", "ce-specversion"];

const known = new Set([
  "data",
  "specversion",
  "datacontenttype",
  "data_base64",
  "extensions",
  ...namesIn(EventAttributes),
  ...Object.values(eventTypes).flatMap(({ schema }) => namesIn(schema)),
]);

/** Where a problem's faults are, for the log: what a producer may have named is a `*`, as it is content. */
export function loggablePaths({ faults }: Problem): readonly string[] {
  return faults.map(({ path }) => loggablePath(path));
}

function loggablePath(path: string): string {
  const header = /^header (.*)$/s.exec(path)?.[1];
  if (header === undefined) return path.split("/").map(loggableName).join("/");
  return knownHeaders.includes(header) || known.has(header.replace(/^ce-/, ""))
    ? `header ${header}`
    : "header *";
}

function loggableName(name: string): string {
  return name === "" || known.has(name) || /^\d{1,4}$/.test(name) ? name : "*";
}

/** The member names of a valibot schema, at every depth. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if ("wrapped" in schema) return namesIn(schema.wrapped);
  if (!("entries" in schema) || typeof schema.entries !== "object" || schema.entries === null) return [];
  return Object.entries(schema.entries).flatMap(([name, member]) => [name, ...namesIn(member)]);
}
