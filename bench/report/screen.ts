import type { WriteStream } from "node:tty";

type Output = Pick<WriteStream, "write"> & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a run tells how it goes: one line that is written over on a terminal, else a line now and then. */
export class Screen {
  readonly #output: Output;
  readonly #started = performance.now();
  #lastLine = Number.NEGATIVE_INFINITY;
  #shown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** A text that stays. */
  say(text: string): void {
    this.#clear();
    this.#output.write(`${text}\n`);
  }

  progress(text: string): void {
    const seconds = (performance.now() - this.#started) / 1_000;
    const line = `${seconds.toFixed(0).padStart(4)} s  ${text}`;
    if (this.#output.isTTY === true) {
      this.#clear();
      // A line that wraps could not be written over.
      this.#output.write(line.slice(0, (this.#output.columns ?? 80) - 1));
      this.#shown = true;
    } else if (seconds - this.#lastLine >= secondsBetweenLines) {
      this.#lastLine = seconds;
      this.#output.write(`${line}\n`);
    }
  }

  #clear(): void {
    if (this.#shown) this.#output.write("\r\u001b[2K");
    this.#shown = false;
  }
}

const secondsBetweenLines = 5;
