import { EventAttributes } from "./cloud-event.ts";
import { eventTypes } from "./event-types/index.ts";
import { AcceptedEvent } from "./message.ts";

const known = new Set([
  "specversion",
  "datacontenttype",
  "data_base64",
  ...namesIn(EventAttributes),
  ...namesIn(AcceptedEvent),
  ...Object.values(eventTypes).flatMap(({ schema }) => namesIn(schema)),
]);

/**
 * A member's name if the contract has it, or an index, else `*`: names that a producer has chosen are
 * content, and belong into no log and no failure reason.
 */
export function knownName(name: string): string {
  return known.has(name) || /^\d{1,4}$/.test(name) ? name : "*";
}

/** The member names of a valibot schema, at every depth. */
function namesIn(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if ("wrapped" in schema) return namesIn(schema.wrapped);
  if (!("entries" in schema) || typeof schema.entries !== "object" || schema.entries === null) return [];
  return Object.entries(schema.entries).flatMap(([name, member]) => [name, ...namesIn(member)]);
}
