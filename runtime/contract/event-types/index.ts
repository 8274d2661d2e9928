import type * as v from "valibot";
import { Transaction } from "./transaction.ts";

interface EventType {
  readonly version: number;
  /** Validates only: no defaults, transforms or stripping, or an honest retry would become a conflict. */
  readonly schema: v.GenericSchema<unknown, { readonly userId: string }>;
  readonly meaning: string;
}

/** Every event type that Fluxa accepts, by the CloudEvents `type`. */
export const eventTypes = {
  "transaction.authorized": { version: 1, schema: Transaction, meaning: "The amount was reserved." },
  "transaction.captured": { version: 1, schema: Transaction, meaning: "The reserved amount was collected." },
  "transaction.refunded": { version: 1, schema: Transaction, meaning: "The amount was given back." },
  "transaction.declined": { version: 1, schema: Transaction, meaning: "The issuer refused the amount." },
} as const satisfies Record<string, EventType>;

export type EventTypeName = keyof typeof eventTypes;

/** The type of this name; a name that an object inherits, such as `constructor`, is none. */
export function findEventType(name: string): EventType | undefined {
  return Object.hasOwn(eventTypes, name) ? eventTypes[name as EventTypeName] : undefined;
}

/** The CloudEvents `dataschema` of a known type: stable, and the same in every stack. */
export function dataschemaOf(type: string): string {
  return `urn:fluxa:schema:${type}:${findEventType(type)?.version ?? 1}`;
}
