import { limits } from "../../contract/limits.ts";
import { JsonFault, type JsonFaultCode } from "./json-fault.ts";
import { numberFault } from "./json-number.ts";
import { jsonPointer } from "./json-pointer.ts";

/**
 * Reads a text as RFC 8259 has it and by Fluxa's own rules, exactly but slowly; for texts that are
 * suspect already, and for the oracle of the tests.
 * @throws JsonFault at the first fault.
 */
export function checkJson(text: string): void {
  new JsonCheck(text).check();
}

class JsonCheck {
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  check(): void {
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#malformed("nothing after the JSON value");
  }

  #value(): void {
    this.#space();
    const character = this.#text[this.#at];
    if (character === "{" || character === "[") this.#container(character);
    else if (character === '"') this.#string();
    else if (character !== undefined && /[-\d]/.test(character)) this.#number();
    else if (this.#match(/true|false|null/y) === undefined) this.#malformed("a JSON value");
  }

  #container(opening: "{" | "["): void {
    // Every key or index on the path is one container that is open.
    if (this.#path.length >= limits.nestingDepth) {
      this.#unfaithful(`must not nest objects and arrays deeper than ${limits.nestingDepth}`);
    }
    this.#at++;
    this.#space();
    if (this.#take(opening === "{" ? "}" : "]")) return;
    if (opening === "{") this.#members();
    else this.#items();
  }

  #members(): void {
    const keys = new Set<string>();
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#malformed("a key in double quotes");
      const key = this.#string("a key ");
      this.#path.push(key);
      if (keys.has(key)) this.#unfaithful("must not be there twice: keys of one object must differ");
      keys.add(key);
      this.#space();
      if (!this.#take(":")) this.#malformed('":" after the key');
      this.#value();
      this.#path.pop();
      this.#space();
    } while (this.#take(","));
    if (!this.#take("}")) this.#malformed('"," or "}"');
  }

  #items(): void {
    let index = 0;
    do {
      this.#path.push(index++);
      this.#value();
      this.#path.pop();
      this.#space();
    } while (this.#take(","));
    if (!this.#take("]")) this.#malformed('"," or "]"');
  }

  #string(subject = ""): string {
    const start = this.#at++;
    while (this.#text[this.#at] !== '"') this.#character();
    this.#at++;
    const text: string = JSON.parse(this.#text.slice(start, this.#at));
    if (text.includes("\0")) {
      this.#unfaithful(`${subject}must not contain NUL (U+0000): the database cannot store it`);
    }
    if (!text.isWellFormed()) {
      this.#unfaithful(`${subject}must not contain half of a surrogate pair: it is no Unicode character`);
    }
    return text;
  }

  #character(): void {
    const character = this.#text[this.#at];
    if (character === undefined) this.#malformed('a closing "');
    else if (character < " ") this.#malformed("an escape instead of a control character");
    else if (character !== "\\") this.#at++;
    else if (this.#match(/\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y) === undefined) {
      this.#malformed('an escape such as \\n, \\" or \\u0041');
    }
  }

  #number(): void {
    const literal =
      this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? this.#malformed("a digit after -");
    const fault = numberFault(literal);
    if (fault !== undefined) this.#unfaithful(fault);
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y);
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #unfaithful(message: string): never {
    throw this.#fault("unfaithful_json", message);
  }

  #malformed(expected: string): never {
    const before = this.#text.slice(0, this.#at);
    const line = before.split("\n").length;
    const column = this.#at - before.lastIndexOf("\n");
    const found = this.#at < this.#text.length ? "" : ", but the text ends there";
    throw this.#fault(
      "malformed_body",
      `is not JSON: expected ${expected} at line ${line}, column ${column}${found}`,
    );
  }

  #fault(code: JsonFaultCode, message: string): JsonFault {
    return new JsonFault(code, jsonPointer(this.#path), message);
  }
}
