/** Up to here insertion sort is faster than the native one. */
const fewKeys = 16;

/** Longer lists are not remembered: to compare them costs more than objects of their kind are worth. */
const mostRemembered = 64;

/** The keys of an object in UTF-16 order (RFC 8785 §3.2.3), and where each stands in the object. */
export interface KeyOrder {
  readonly keys: readonly string[];
  /** Unknown until objects with these keys turn out to be common. */
  readonly places: readonly number[] | undefined;
}

interface Remembered {
  readonly given: readonly string[];
  readonly keys: readonly string[];
  places?: readonly number[];
}

/** Orders keys, and remembers how, as the objects of one payload are mostly of a few kinds. */
export class KeyOrders {
  /** By first key. */
  readonly #remembered = new Map<string, Remembered>();

  /** Forgets all keys: they are a producer's content. */
  clear(): void {
    if (this.#remembered.size > 0) this.#remembered.clear();
  }

  /** @param given all keys of an object as `Object.keys` lists them. */
  of(given: readonly string[]): KeyOrder {
    const first = given[0];
    if (first === undefined || given.length > mostRemembered)
      return { keys: inOrder(given), places: undefined };
    const known = this.#remembered.get(first);
    if (known !== undefined && areSame(known.given, given)) {
      known.places ??= known.keys.map((key) => given.indexOf(key));
      return { keys: known.keys, places: known.places };
    }
    const keys = inOrder(given);
    this.#remembered.set(first, { given, keys });
    return { keys, places: undefined };
  }
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  for (let at = 0; at < some.length; at++) if (some[at] !== others[at]) return false;
  return true;
}

/** A few keys sort by insertion in half the time that the native sort takes to start. */
function inOrder(given: readonly string[]): readonly string[] {
  if (isSorted(given)) return given;
  const keys = [...given];
  if (keys.length > fewKeys) return keys.sort();
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] ?? "";
    let before = at - 1;
    for (let other = keys[before]; other !== undefined && other > key; other = keys[--before]) {
      keys[before + 1] = other;
    }
    keys[before + 1] = key;
  }
  return keys;
}

function isSorted(keys: readonly string[]): boolean {
  for (let at = 1; at < keys.length; at++) if ((keys[at] ?? "") < (keys[at - 1] ?? "")) return false;
  return true;
}
