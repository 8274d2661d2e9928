import { type ConversionConfig, toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { JsonObject as AnyObject } from "../json-object.ts";
import { Timestamp } from "../timestamp.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

const conversion: ConversionConfig = {
  target: "openapi-3.0",
  // What JSON Schema cannot say is said in words: the message of the check becomes a description.
  errorMode: "ignore",
  overrideSchema: ({ valibotSchema }) =>
    Object.is(valibotSchema, AnyObject) ? { type: "object" } : undefined,
  overrideAction: ({ valibotAction, jsonSchema }) => {
    if (valibotAction === Timestamp.pipe[1])
      return { ...jsonSchema, ...describe(valibotAction), ...dateTime };
    const isRule = valibotAction.type === "check" || valibotAction.type === "regex";
    return isRule ? { ...jsonSchema, ...describe(valibotAction) } : undefined;
  },
};

const dateTime = { format: "date-time" } as const;

function describe(action: object): { readonly description?: string } {
  return "message" in action && typeof action.message === "string" ? { description: action.message } : {};
}

/** The OpenAPI 3.0 schema object of a valibot schema, which is a JSON Schema as well. */
export function jsonSchemaOf(schema: v.GenericSchema): JsonObject {
  const { $schema: _, ...rest } = toJsonSchema(schema, conversion);
  return rest;
}

/** A reference to one of the document's schemas. */
export function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}
