import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionConfiguration } from "../../../local/lambda/function.ts";
import { Sandbox } from "../../../local/lambda/sandbox.ts";

/** What a function did since the last time. */
interface Metered {
  /** Milliseconds of each invocation. */
  readonly times: readonly number[];
  /** Bytes of what it printed. */
  readonly logBytes: number;
}

const patienceMs = 10_000;
/** Longer than the last line of an invocation takes from one thread to another. */
const quietMs = 100;

/** One execution environment that is timed and whose lines are weighed. */
export class MeteredFunction implements AsyncDisposable {
  readonly #sandbox: Sandbox;
  #times: number[] = [];
  #logBytes = 0;
  #reports = 0;
  #lastLineAt = 0;
  #lastLine = "";

  constructor(configuration: FunctionConfiguration) {
    this.#sandbox = new Sandbox(configuration, (line) => this.#hear(line));
  }

  /** @returns What the function returned, as JSON. @throws Error when it failed. */
  async invoke(event: string): Promise<string> {
    const start = performance.now();
    const result = await this.#sandbox.invoke(event);
    this.#times.push(performance.now() - start);
    if (result.ok) return result.payload;
    throw new Error(`${result.errorType}: ${result.errorMessage}\n${this.#lastLine}`);
  }

  /** @throws Error when an invocation has not written its metrics: the weight of the lines would be too low. */
  async take(): Promise<Metered> {
    await this.#allLines();
    const metered = { times: this.#times, logBytes: this.#logBytes };
    this.#times = [];
    this.#logBytes = 0;
    this.#reports = 0;
    return metered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox.stop();
  }

  #hear(line: string): void {
    this.#lastLine = line;
    this.#lastLineAt = performance.now();
    this.#logBytes += Buffer.byteLength(line) + 1;
    // Each invocation writes its metrics in one line of CloudWatch's format.
    if (line.includes('"_aws"')) this.#reports += 1;
  }

  /** Lines come from their thread later than the answer. */
  async #allLines(): Promise<void> {
    const until = performance.now() + patienceMs;
    while (this.#reports < this.#times.length || performance.now() - this.#lastLineAt < quietMs) {
      if (performance.now() > until) {
        throw new Error(`Of ${this.#times.length} invocations ${this.#reports} have written their metrics.`);
      }
      await sleep(quietMs / 4);
    }
  }
}
