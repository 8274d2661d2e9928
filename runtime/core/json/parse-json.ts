import { parseFaithfully } from "../../contract/faithful-json.ts";
import { limits } from "../../contract/limits.ts";
import { checkJson } from "./check-json.ts";
import { inspectJson } from "./inspect-json.ts";
import { JsonFault } from "./json-fault.ts";
import { outlineJson } from "./outline-json.ts";

/**
 * Parses JSON (RFC 8259) that a double and PostgreSQL can hold as it was sent: no repeated keys, no
 * numbers that change, no NUL, no half surrogate pairs, at most `limits.nestingDepth` containers
 * inside each other. Cheap signs decide whether the exact but slow check has to look; ADR 0004 has
 * the measurements.
 * @throws JsonFault naming the place.
 */
export function parseJson(text: string): unknown {
  const outline = outlineJson(text);
  if (outline.depth > limits.nestingDepth) checkJson(text);
  const value = parse(text, outline.escapedKeys);
  if (isSuspect(text, value, outline.members)) checkJson(text);
  return value;
}

function parse(text: string, escapedKeys: boolean): unknown {
  try {
    return escapedKeys ? parseFaithfully(text) : JSON.parse(text);
  } catch {
    checkJson(text);
    throw new JsonFault("malformed_body", "", "is not JSON: send one JSON value in UTF-8");
  }
}

const escapedNulOrSurrogate = /\\u(?:0000|[dD][89a-fA-F])/;
const longInteger = /(?:^|[[:,\s])-?\d{16,}(?![\d.eE])/;
// What a double rounds to zero has an exponent of three digits or more zeros than these.
const deepExponent = /(?:^|[[:,\s])-?\d+(?:\.\d+)?[eE]-\d{3}/;
const manyZeros = "0".repeat(200);

function isSuspect(text: string, value: unknown, members: number): boolean {
  const escaped = text.includes("\\u") && escapedNulOrSurrogate.test(text);
  const inspection = inspectJson(value, escaped);
  return (
    !text.isWellFormed() ||
    inspection.members !== members ||
    inspection.unfaithfulText ||
    inspection.infinite ||
    (inspection.large && longInteger.test(text)) ||
    (inspection.zero && (text.includes(manyZeros) || deepExponent.test(text)))
  );
}
