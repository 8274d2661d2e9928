import { limits } from "../../contract/limits.ts";
import { JsonFault, type JsonFaultCode } from "./json-fault.ts";
import { numberFault } from "./json-number.ts";
import { jsonPointer } from "./json-pointer.ts";
import { TextCursor } from "./text-cursor.ts";

/** One item of a list: its own text, and why it cannot be kept. */
export interface CheckedItem {
  readonly text: string;
  readonly fault: JsonFault | undefined;
}

interface Rules {
  /** Containers inside each other. */
  readonly deepest: number;
  /** Whether what cannot be kept ends the check; malformed text always does. */
  readonly endsAtFault: boolean;
}

export const strict: Rules = { deepest: limits.nestingDepth, endsAtFault: true };

/** Reads a text once, character by character. */
export class JsonReader {
  readonly #cursor: TextCursor;
  readonly #rules: Rules;
  readonly #path: (string | number)[] = [];
  /** The first fault of the item in hand, when the check goes on behind it. */
  #noted: JsonFault | undefined;

  constructor(text: string, rules: Rules) {
    this.#cursor = new TextCursor(text);
    this.#rules = rules;
  }

  check(): void {
    this.#value();
    this.#end();
  }

  checkItems(most: number): readonly CheckedItem[] {
    const items: CheckedItem[] = [];
    this.#space();
    this.#cursor.take("[");
    this.#space();
    if (!this.#cursor.take("]")) {
      do items.push(this.#item(items.length));
      while (items.length <= most && this.#cursor.take(","));
      if (items.length > most) return items;
      if (!this.#cursor.take("]")) this.#malformed('"," or "]"');
    }
    this.#end();
    return items;
  }

  #item(index: number): CheckedItem {
    this.#space();
    const start = this.#cursor.at;
    this.#noted = undefined;
    this.#path.push(index);
    this.#value();
    this.#path.pop();
    const text = this.#cursor.since(start);
    this.#space();
    return { text, fault: this.#noted };
  }

  #end(): void {
    this.#space();
    if (this.#cursor.next !== undefined) this.#malformed("nothing after the JSON value");
  }

  #value(): void {
    this.#space();
    const character = this.#cursor.next;
    if (character === "{" || character === "[") this.#container(character);
    else if (character === '"') this.#string();
    else if (character !== undefined && /[-\d]/.test(character)) this.#number();
    else if (this.#cursor.match(/true|false|null/y) === undefined) this.#malformed("a JSON value");
  }

  #container(opening: "{" | "["): void {
    // Every key or index on the path is one container that is open.
    if (this.#path.length >= this.#rules.deepest) {
      this.#unfaithful(`must not nest objects and arrays deeper than ${limits.nestingDepth}`);
      this.#pass();
      return;
    }
    this.#cursor.step();
    this.#space();
    if (this.#cursor.take(opening === "{" ? "}" : "]")) return;
    if (opening === "{") this.#members();
    else this.#items();
  }

  /** Finds the end of a container that is too deep to be read, without recursion. */
  #pass(): void {
    let open = 0;
    do {
      const character = this.#cursor.next ?? this.#malformed("a closing bracket");
      if (character === '"') this.#string();
      else {
        this.#cursor.step();
        if ("{[".includes(character)) open++;
        else if ("}]".includes(character)) open--;
      }
    } while (open > 0);
  }

  #members(): void {
    const keys = new Set<string>();
    do {
      this.#space();
      if (this.#cursor.next !== '"') this.#malformed("a key in double quotes");
      const key = this.#string("a key ");
      this.#path.push(key);
      if (keys.has(key)) this.#unfaithful("must not be there twice: keys of one object must differ");
      keys.add(key);
      this.#space();
      if (!this.#cursor.take(":")) this.#malformed('":" after the key');
      this.#value();
      this.#path.pop();
      this.#space();
    } while (this.#cursor.take(","));
    if (!this.#cursor.take("}")) this.#malformed('"," or "}"');
  }

  #items(): void {
    let index = 0;
    do {
      this.#path.push(index++);
      this.#value();
      this.#path.pop();
      this.#space();
    } while (this.#cursor.take(","));
    if (!this.#cursor.take("]")) this.#malformed('"," or "]"');
  }

  #string(subject = ""): string {
    const start = this.#cursor.at;
    this.#cursor.step();
    while (!this.#cursor.take('"')) this.#character();
    const text: string = JSON.parse(this.#cursor.since(start));
    if (text.includes("\0")) {
      this.#unfaithful(`${subject}must not contain NUL (U+0000): the database cannot store it`);
    }
    if (!text.isWellFormed()) {
      this.#unfaithful(`${subject}must not contain half of a surrogate pair: it is no Unicode character`);
    }
    return text;
  }

  #character(): void {
    const character = this.#cursor.next;
    if (character === undefined) this.#malformed('a closing "');
    else if (character < " ") this.#malformed("an escape instead of a control character");
    else if (character !== "\\") this.#cursor.step();
    else if (this.#cursor.match(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y) === undefined) {
      this.#malformed('an escape such as \\n, \\" or \\u0041');
    }
  }

  #number(): void {
    const literal =
      this.#cursor.match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ??
      this.#malformed("a digit after -");
    const fault = numberFault(literal);
    if (fault !== undefined) this.#unfaithful(fault);
  }

  #space(): void {
    this.#cursor.match(/[ \t\n\r]*/y);
  }

  #unfaithful(message: string): void {
    if (this.#rules.endsAtFault) throw this.#fault("unfaithful_json", message);
    // A text can be nothing but faults, and to describe each takes longer than to read it.
    this.#noted ??= this.#fault("unfaithful_json", message);
  }

  #malformed(expected: string): never {
    const { next, place } = this.#cursor;
    const end = next === undefined ? ", but the text ends there" : "";
    throw this.#fault("malformed_body", `is not JSON: expected ${expected} at ${place}${end}`);
  }

  #fault(code: JsonFaultCode, message: string): JsonFault {
    return new JsonFault(code, jsonPointer(this.#path), message);
  }
}
