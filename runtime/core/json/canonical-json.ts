import canonicalize from "canonicalize";
import { inKeyOrder } from "./key-order.ts";

/**
 * The RFC 8785 (JCS) form of a JSON value: the text that fingerprints are taken of. The native
 * writer does ordinary values, at a third of the library's time; the library does the rest.
 * @throws Error when the value is not JSON, or holds half a surrogate pair.
 */
export function canonicalJson(value: unknown): string {
  const ordered = inKeyOrder(value);
  const text = ordered === undefined ? canonicalize(value) : JSON.stringify(ordered);
  if (text === undefined) throw new TypeError("The value is not JSON: it has no canonical form.");
  return text;
}
