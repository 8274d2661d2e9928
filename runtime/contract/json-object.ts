import * as v from "valibot";

function isJsonObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON object with any members; valibot's own objects take lists too, and records drop some keys. */
export const JsonObject = v.custom<Readonly<Record<string, unknown>>>(isJsonObject, "must be an object");
