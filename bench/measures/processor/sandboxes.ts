import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import * as v from "valibot";
import type { FunctionConfiguration } from "../../../local/lambda/function.ts";
import { sandboxEnvironment } from "../../../local/lambda/sandbox-environment.ts";
import { Said, type Trial } from "./protocol.ts";
import type { SharedRecords } from "./shared-records.ts";

/** How a trial is run. */
export interface Pace {
  /** Records of an invocation. */
  readonly batch: number;
  /** No batch begins later than this. */
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** What a trial did. */
export interface Done {
  /** The first so many events were handled, each once. */
  readonly events: number;
  /** From the first invocation to the last return. */
  readonly seconds: number;
}

const program = fileURLToPath(new URL("sandbox-thread.ts", import.meta.url));
const linesShown = 20;

/** Several execution environments of one function, each a thread with its own modules and connections. */
export class Sandboxes implements AsyncDisposable {
  readonly #output: string;
  readonly #workers: readonly Worker[];
  readonly #ready: Promise<unknown>;

  constructor(configuration: FunctionConfiguration, count: number) {
    const { folder, memoryMb } = configuration;
    this.#output = `${folder}.log`;
    this.#workers = Array.from(
      { length: count },
      () =>
        new Worker(program, {
          workerData: { folder, output: this.#output },
          env: sandboxEnvironment(configuration, {}),
          resourceLimits: { maxOldGenerationSizeMb: memoryMb },
        }),
    );
    this.#ready = Promise.all(this.#workers.map((worker) => this.#said(worker)));
    this.#ready.catch(() => undefined);
  }

  /**
   * Hands the events over in their order, a batch to whoever is free, until the time is up.
   * @throws Error when an invocation fails or gives a record back.
   */
  async run(records: SharedRecords, { batch, ms, signal }: Pace): Promise<Done> {
    await this.#ready;
    const turns = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const stop = () => void Atomics.store(turns, 1, 1);
    signal.addEventListener("abort", stop);
    try {
      const started = performance.now();
      const trial: Trial = { records, turns, batch, until: Date.now() + ms };
      const done = await Promise.all(this.#workers.map((worker) => this.#take(worker, trial)));
      signal.throwIfAborted();
      const events = done.reduce((sum, count) => sum + count, 0);
      return { events, seconds: (performance.now() - started) / 1_000 };
    } finally {
      stop();
      signal.removeEventListener("abort", stop);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #take(worker: Worker, trial: Trial): Promise<number> {
    worker.postMessage(trial);
    const said = await this.#said(worker);
    if (said.kind !== "done") throw new Error(`A sandbox said that it was ${said.kind} in a trial.`);
    return said.events;
  }

  /** @throws Error when it failed, with what the function has printed last. */
  async #said(worker: Worker): Promise<Said> {
    const [message] = await once(worker, "message");
    const said = v.parse(Said, message);
    if (said.kind !== "failed") return said;
    const lines = (await readFile(this.#output, "utf8")).trimEnd().split("\n");
    throw new Error(`${said.why}\n${lines.slice(-linesShown).join("\n")}`);
  }
}
