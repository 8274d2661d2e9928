import canonicalize from "canonicalize";
import { JsonWriter } from "./json-writer.ts";

// One for all: a value is written at once, without a pause in which another could come between.
const writer = new JsonWriter();

/**
 * The RFC 8785 (JCS) form of a JSON value: the text that fingerprints are taken of. What the writer
 * refuses is left to the library, which says what is wrong with it.
 * @throws Error when the value is not JSON, or holds half a surrogate pair.
 */
export function canonicalJson(value: unknown): string {
  const text = writer.write(value) ?? canonicalize(value);
  if (text === undefined) throw new TypeError("The value is not JSON: it has no canonical form.");
  return text;
}
