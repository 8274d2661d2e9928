import type { Failure } from "../lambda/function.ts";
import type { Colours } from "./colours.ts";
import { describeStep, type Step } from "./describe-step.ts";
import { readLogLine } from "./log-line.ts";

/** Lines in one second beyond which only counts are printed, so that the terminal never is the brake. */
const linesPerSecond = 30;

/** Shows events as they move, from what the functions log. */
export class Activity {
  readonly #write: (text: string) => void;
  readonly #colours: Colours;
  #shown = 0;
  readonly #hidden = new Map<string, number>();
  #second: NodeJS.Timeout | undefined;

  constructor(write: (text: string) => void, colours: Colours) {
    this.#write = write;
    this.#colours = colours;
  }

  line(line: string): void {
    const log = readLogLine(line);
    const step = log === undefined ? undefined : describeStep(log);
    if (step !== undefined) this.#show(step);
  }

  failed(functionName: string, { errorType, errorMessage }: Failure): void {
    this.#show({
      word: "failed",
      eventId: "",
      detail: `function ${functionName}  ${errorType}: ${errorMessage}`,
      tone: "bad",
    });
  }

  /** Something that is no function's doing. */
  note(text: string): void {
    this.#show({ word: "warn", eventId: "", detail: text, tone: "bad" });
  }

  /** Prints the counts of what was not shown. */
  end(): void {
    clearTimeout(this.#second);
    this.#summarise();
  }

  #show(step: Step): void {
    this.#second ??= setTimeout(() => this.#summarise(), 1_000).unref();
    if (this.#shown < linesPerSecond) {
      this.#shown += 1;
      this.#write(`${this.#time()}  ${this.#text(step)}\n`);
    } else {
      this.#hidden.set(step.word, (this.#hidden.get(step.word) ?? 0) + 1);
    }
  }

  #text({ word, eventId, detail, tone }: Step): string {
    const colours = this.#colours;
    const head = word.padEnd(11);
    const line = firstLine(detail);
    const parts =
      tone === "bad"
        ? [colours.bad(head), eventId, line]
        : [tone === "good" ? colours.good(head) : head, eventId, line === "" ? "" : colours.faint(line)];
    return parts
      .filter((part) => part !== "")
      .join("  ")
      .trimEnd();
  }

  #summarise(): void {
    this.#second = undefined;
    this.#shown = 0;
    if (this.#hidden.size === 0) return;
    const counts = [...this.#hidden].map(([word, count]) => `${count} ${word}`).join(", ");
    this.#hidden.clear();
    this.#write(`${this.#time()}  and ${counts}\n`);
  }

  #time(): string {
    return this.#colours.faint(new Date().toISOString().slice(11, 23));
  }
}

function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
