/** A place in a text that only moves on. */
export class TextCursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** UTF-16 code units before the place. */
  get at(): number {
    return this.#at;
  }

  /** The next code unit; undefined at the end. */
  get next(): string | undefined {
    return this.#text[this.#at];
  }

  /** Line and column for people, both from 1. */
  get place(): string {
    const before = this.#text.slice(0, this.#at);
    return `line ${before.split("\n").length}, column ${this.#at - before.lastIndexOf("\n")}`;
  }

  /** The text from an earlier place to here. */
  since(start: number): string {
    return this.#text.slice(start, this.#at);
  }

  step(): void {
    this.#at++;
  }

  /** Passes this code unit if it is the next one. */
  take(character: string): boolean {
    if (this.next !== character) return false;
    this.#at++;
    return true;
  }

  /** Passes what a sticky pattern finds here, and tells it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}
