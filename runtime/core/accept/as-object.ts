import { Problem } from "../problem.ts";

/** @throws Problem schema_violation when it is any other JSON value than an object. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw new Problem("schema_violation", "An event must be a JSON object.", {
    faults: [{ path: "", message: "must be an object" }],
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
