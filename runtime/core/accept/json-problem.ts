import type { JsonFault } from "../json/json-fault.ts";
import { Problem } from "../problem.ts";

/** The answer to a text that cannot be kept. */
export function problemOfJson({ code, path, message }: JsonFault): Problem {
  const subject = code === "malformed_body" ? "The body" : `The JSON at ${path || "the top"}`;
  return new Problem(code, `${subject} ${message}.`, { faults: [{ path, message }] });
}
