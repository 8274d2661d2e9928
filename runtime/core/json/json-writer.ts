import { KeyOrders } from "./key-order.ts";

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const zero = 0x30;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const beyondAscii = 0x80;

/** Bytes of the buffer at first, and at most between two values. */
const leastBytes = 65_536;
const mostBytesKept = 1_048_576;

/** Digits of the largest integer that is written by hand, 2^31 - 1. */
const mostDigits = 10;

/** UTF-16 code units above which native code writes a text faster, call and copy included. */
const longText = 256;

/**
 * Writes JSON values as RFC 8785 has them, one after the other: keys in UTF-16 order, numbers and
 * strings as ECMAScript spells them. It puts the bytes down itself: a copy in key order for
 * `JSON.stringify` takes twice as long, and leaves as much garbage as the value is large (ADR 0012).
 */
export class JsonWriter {
  readonly #orders = new KeyOrders();
  #bytes = Buffer.allocUnsafe(leastBytes);
  #length = 0;
  #ascii = true;

  /** Undefined for what is no JSON value, and for half a surrogate pair. */
  write(value: unknown): string | undefined {
    this.#length = 0;
    this.#ascii = true;
    this.#orders.clear();
    if (!this.#value(value)) return undefined;
    const text = this.#bytes.toString(this.#ascii ? "latin1" : "utf8", 0, this.#length);
    if (this.#bytes.length > mostBytesKept) this.#bytes = Buffer.allocUnsafe(leastBytes);
    return text;
  }

  #value(value: unknown): boolean {
    if (typeof value === "string") return this.#string(value);
    if (typeof value === "number") return this.#number(value);
    if (typeof value === "boolean") return this.#literal(value ? "true" : "false");
    if (value === null) return this.#literal("null");
    if (Array.isArray(value)) return this.#items(value);
    return isPlainObject(value) && this.#members(value);
  }

  #items(items: readonly unknown[]): boolean {
    this.#byte(openBracket);
    for (let at = 0; at < items.length; at++) {
      if (at > 0) this.#byte(comma);
      if (!this.#value(items[at])) return false;
    }
    this.#byte(closeBracket);
    return true;
  }

  #members(members: Members): boolean {
    const given = Object.keys(members);
    const { keys, places } = this.#orders.of(given);
    // Values by index: to look each up by its key takes longer when there are many kinds of objects.
    const values = places === undefined ? undefined : Object.values(members);
    this.#byte(openBrace);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at] ?? "";
      if (at > 0) this.#byte(comma);
      if (!this.#string(key)) return false;
      this.#byte(colon);
      if (!this.#value(values === undefined ? members[key] : values[places?.[at] ?? 0])) return false;
    }
    this.#byte(closeBrace);
    return true;
  }

  #string(text: string): boolean {
    if (text.length > longText) return this.#anyString(text);
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let end = this.#length;
    bytes[end++] = quote;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < space || unit === quote || unit === backslash || unit >= beyondAscii)
        return this.#anyString(text);
      bytes[end++] = unit;
    }
    bytes[end++] = quote;
    this.#length = end;
    return true;
  }

  #anyString(text: string): boolean {
    if (!text.isWellFormed()) return false;
    const literal = JSON.stringify(text);
    const size = Buffer.byteLength(literal);
    this.#reserve(size);
    this.#bytes.write(literal, this.#length, size, "utf8");
    if (size !== literal.length) this.#ascii = false;
    this.#length += size;
    return true;
  }

  #number(value: number): boolean {
    if (value >= 0 && (value | 0) === value) this.#wholeNumber(value);
    else if (Number.isFinite(value)) this.#literal(String(value));
    else return false;
    return true;
  }

  /** From 0 to 2^31 - 1, which most numbers are, and without a text for each. */
  #wholeNumber(value: number): void {
    this.#reserve(mostDigits);
    let digits = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) digits++;
    let rest = value;
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const tenth = (rest / 10) | 0;
      this.#bytes[at] = zero + rest - tenth * 10;
      rest = tenth;
    }
    this.#length += digits;
  }

  #literal(ascii: string): true {
    this.#reserve(ascii.length);
    for (let at = 0; at < ascii.length; at++) this.#bytes[this.#length++] = ascii.charCodeAt(at);
    return true;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

type Members = Readonly<Record<string, unknown>>;

function isPlainObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
