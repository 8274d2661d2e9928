/** Where the run tells how it goes: one line that is written over on a terminal, else now and then a line. */
export class Screen {
  readonly #write: (text: string) => void;
  readonly #isTerminal: boolean;
  readonly #started = performance.now();
  #lastLine = Number.NEGATIVE_INFINITY;
  #shown = "";

  constructor(write: (text: string) => void, isTerminal: boolean) {
    this.#write = write;
    this.#isTerminal = isTerminal;
  }

  /** Seconds since the start. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1_000;
  }

  /** A text of its own, with what stays on the screen. */
  say(text: string): void {
    this.#clear();
    this.#write(`${text}\n`);
  }

  progress(text: string): void {
    const line = `${this.seconds.toFixed(0).padStart(4)} s  ${text}`;
    if (this.#isTerminal) {
      this.#clear();
      this.#write(line);
      this.#shown = line;
    } else if (this.seconds - this.#lastLine >= secondsBetweenLines) {
      this.#lastLine = this.seconds;
      this.#write(`${line}\n`);
    }
  }

  #clear(): void {
    if (this.#shown !== "") this.#write("\r\u001b[2K");
    this.#shown = "";
  }
}

const secondsBetweenLines = 5;
