import type { SQSBatchResponse } from "aws-lambda";
import type { FunctionConfiguration } from "../../local/lambda/function.ts";
import { Sandbox } from "../../local/lambda/sandbox.ts";
import { type PreparedEvent, sqsEvent } from "./prepared-events.ts";

/** How a trial is run. */
export interface Pace {
  /** Records of an invocation. */
  readonly batch: number;
  /** No batch begins later than this. */
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** What a trial did. */
export interface Trial {
  /** The first so many events were handled, each once. */
  readonly events: number;
  /** From the first invocation to the last return. */
  readonly seconds: number;
}

const linesKept = 20;

/** Several execution environments of one function, each with its own modules and connections. */
export class Sandboxes implements AsyncDisposable {
  readonly #sandboxes: readonly Sandbox[];
  readonly #said: string[] = [];

  constructor(configuration: FunctionConfiguration, count: number) {
    const hear = (line: string) => {
      this.#said.push(line);
      if (this.#said.length > linesKept) this.#said.shift();
    };
    this.#sandboxes = Array.from({ length: count }, () => new Sandbox(configuration, hear));
  }

  /**
   * Hands the events over in their order, a batch to whoever is free, until the time is up.
   * @throws Error when an invocation fails or gives a record back.
   */
  async run(events: readonly PreparedEvent[], { batch, ms, signal }: Pace): Promise<Trial> {
    const started = performance.now();
    let next = 0;
    const lane = async (sandbox: Sandbox) => {
      while (next + batch <= events.length && performance.now() - started < ms) {
        signal.throwIfAborted();
        const from = next;
        next += batch;
        this.#accept(await sandbox.invoke(sqsEvent(events.slice(from, next))));
      }
    };
    await Promise.all(this.#sandboxes.map(lane));
    return { events: next, seconds: (performance.now() - started) / 1_000 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sandboxes.map((sandbox) => sandbox.stop()));
  }

  #accept(result: Awaited<ReturnType<Sandbox["invoke"]>>): void {
    if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}\n${this.#said.join("\n")}`);
    const { batchItemFailures }: SQSBatchResponse = JSON.parse(result.payload);
    if (batchItemFailures.length === 0) return;
    throw new Error(`${batchItemFailures.length} records were given back.\n${this.#said.join("\n")}`);
  }
}
