/**
 * `JSON.parse` that keeps every key. V8 can take an escaped key for another one: once an object
 * with the key `\` was parsed, by anyone in the process, the key `"\n"` of a later object can come
 * back as `\` (nodejs/node#63785). So keys with escapes are read on their own.
 * @throws SyntaxError
 */
export function parseFaithfully(text: string): unknown {
  if (!text.includes("\\")) return JSON.parse(text);
  const mark = unusedMark(text);
  const { marked, keys } = markEscapedKeys(text, mark);
  return keys.length === 0 ? JSON.parse(text) : restoreKeys(JSON.parse(marked), mark, keys);
}

/** A text for private use that the document does not contain. */
function unusedMark(text: string): string {
  let mark = "\uE000";
  while (text.includes(mark)) mark += "\uE000";
  return mark;
}

function markEscapedKeys(text: string, mark: string) {
  const parts: string[] = [];
  const keys: string[] = [];
  let copied = 0;
  for (let start = text.indexOf('"'); start !== -1; ) {
    const end = endOfString(text, start);
    if (end === -1) break;
    const literal = text.slice(start, end);
    if (literal.includes("\\") && isKey(text, end)) {
      parts.push(text.slice(copied, start), `"${mark}${keys.length}"`);
      keys.push(JSON.parse(literal));
      copied = end;
    }
    start = text.indexOf('"', end);
  }
  return { marked: parts.join("") + text.slice(copied), keys };
}

/** The index after the closing quote; -1 when there is none. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return -1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \t\n\r".includes(text[at] ?? "end")) at += 1;
  return text[at] === ":";
}

function restoreKeys(value: unknown, mark: string, keys: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => restoreKeys(item, mark, keys));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.startsWith(mark) ? (keys[Number(key.slice(mark.length))] ?? key) : key,
      restoreKeys(item, mark, keys),
    ]),
  );
}
