import * as v from "valibot";
import { AttributeText } from "./identifiers.ts";
import { limits } from "./limits.ts";
import { Timestamp } from "./timestamp.ts";

/** Attributes that Fluxa sets on what it publishes; a producer may not send them. */
export const reservedExtensions = [
  "eventid",
  "producer",
  "fingerprint",
  "correlationid",
  "recordedtime",
  "dataref",
] as const;

// Valibot drops these from a record without a word, and nothing that a producer sent may be lost.
const inheritedNames = ["__proto__", "constructor", "prototype"];

function hasOrdinaryNames(value: unknown): boolean {
  return (
    typeof value !== "object" || value === null || inheritedNames.every((name) => !Object.hasOwn(value, name))
  );
}

const extensionName = /^[a-z0-9]{1,20}$/;

/** The value of an extension attribute: text, Boolean or 32-bit Integer (CloudEvents 1.0.2 §3.1). */
export const ExtensionValue = v.union(
  [
    AttributeText,
    v.boolean(),
    v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1)),
  ],
  "an extension's value must be a text without control characters, a boolean or a 32-bit integer",
);

/** Extension attributes by name (CloudEvents 1.0.2 §3.1): lower-case letters and digits, scalar values. */
export const Extensions = v.pipe(
  v.unknown(),
  v.check(hasOrdinaryNames, `an extension must not be named ${inheritedNames.join(", ")}`),
  v.record(
    v.pipe(
      v.string(),
      v.regex(extensionName, "an extension's name must be 1 to 20 lower-case letters or digits"),
    ),
    ExtensionValue,
  ),
  v.check(
    (extensions) => Object.keys(extensions).length <= limits.extensions,
    `must have at most ${limits.extensions} extension attributes`,
  ),
  v.check(
    (extensions) => reservedExtensions.every((name) => !Object.hasOwn(extensions, name)),
    `must not set ${reservedExtensions.join(", ")}: Fluxa sets them`,
  ),
);

const attributes = {
  id: AttributeText,
  source: AttributeText,
  type: AttributeText,
  subject: v.optional(AttributeText),
  time: v.optional(Timestamp),
  dataschema: v.optional(AttributeText),
};

/** What identifies and describes an event: CloudEvents 1.0.2 attributes without the payload. */
export const EventAttributes = v.strictObject({ ...attributes, extensions: v.optional(Extensions) });

export type EventAttributes = v.InferOutput<typeof EventAttributes>;

/** A CloudEvent with its extension attributes beside the others, as it is published (JSON event format 1.0.2). */
export interface CloudEvent extends Readonly<Record<string, unknown>> {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
}
