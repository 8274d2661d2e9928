/** Above it V8 keeps properties in a hash table, and a copy costs more than spelling the text out. */
const mostKeys = 1000;

/** Up to here insertion sort is faster than the native one. */
const fewKeys = 16;

/**
 * The value with every object's keys in UTF-16 order (RFC 8785 §3.2.3), so that `JSON.stringify`
 * writes it canonically: it spells numbers and strings as the RFC does. What is in order is not
 * copied: a payload can be millions of tiny lists. Undefined when it would not:
 * keys that JavaScript keeps in an order of its own, and what is no JSON value.
 */
export function inKeyOrder(value: unknown): unknown {
  if (typeof value === "string") return value.isWellFormed() ? value : undefined;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value === "boolean" || value === null) return value;
  if (Array.isArray(value)) return itemsInKeyOrder(value);
  return isPlainObject(value) ? membersInKeyOrder(value) : undefined;
}

function itemsInKeyOrder(items: readonly unknown[]): readonly unknown[] | undefined {
  let ordered: unknown[] | undefined;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    const copy = inKeyOrder(item);
    if (copy === undefined) return undefined;
    if (ordered === undefined && copy !== item) ordered = items.slice(0, at);
    ordered?.push(copy);
  }
  return ordered ?? items;
}

type Members = Readonly<Record<string, unknown>>;

function membersInKeyOrder(members: Members): Members | undefined {
  const keys = Object.keys(members);
  if (keys.length > mostKeys) return undefined;
  let ordered: Record<string, unknown> | undefined = sortKeys(keys) ? {} : undefined;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? "";
    const copy = keepsItsPlace(key) ? inKeyOrder(members[key]) : undefined;
    if (copy === undefined) return undefined;
    if (ordered === undefined && copy !== members[key]) ordered = pick(members, keys.slice(0, at));
    if (ordered !== undefined) ordered[key] = copy;
  }
  return ordered ?? members;
}

function pick(members: Members, keys: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const key of keys) picked[key] = members[key];
  return picked;
}

/** In place, and says whether there was anything to do; a few keys sort by insertion in half the time that the native sort takes to start. */
function sortKeys(keys: string[]): boolean {
  if (isSorted(keys)) return false;
  if (keys.length > fewKeys) {
    keys.sort();
    return true;
  }
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] ?? "";
    let before = at - 1;
    for (let other = keys[before]; other !== undefined && other > key; other = keys[--before]) {
      keys[before + 1] = other;
    }
    keys[before + 1] = key;
  }
  return true;
}

function isSorted(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) if ((keys[at] ?? "") < (keys[at - 1] ?? "")) return false;
  return true;
}

/** JavaScript moves keys that look like array indexes to the front, and does not store `__proto__`. */
function keepsItsPlace(key: string): boolean {
  const first = key.charCodeAt(0);
  const startsWithDigit = first >= 0x30 && first <= 0x39;
  return !startsWithDigit && key !== "__proto__" && key.isWellFormed();
}

function isPlainObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
