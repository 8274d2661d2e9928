import canonicalize from "canonicalize";

/**
 * The RFC 8785 (JCS) form of a JSON value: the text that fingerprints are taken of.
 * @throws TypeError when the value is not JSON, or holds half a surrogate pair.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("The value is not JSON: it has no canonical form.");
  return text;
}
