/** UTF-16 code units; a key can be as large as the body, and an answer that repeats it would be refused. */
const longestPointer = 1024;

/**
 * The JSON Pointer (RFC 6901) of a path of keys and indexes. One that would be too long to be sent
 * back ends at the last container that fits.
 */
export function jsonPointer(path: readonly (string | number)[]): string {
  let pointer = "";
  for (const segment of path) {
    const next = `${pointer}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (next.length > longestPointer) break;
    pointer = next;
  }
  return pointer;
}
