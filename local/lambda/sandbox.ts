import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import * as v from "valibot";
import {
  exited,
  type Failure,
  type FunctionConfiguration,
  type InvocationResult,
  timedOut,
  type Victim,
} from "./function.ts";
import { type Boot, type Command, Report } from "./protocol.ts";
import { sandboxEnvironment } from "./sandbox-environment.ts";
import { splitLines } from "./split-lines.ts";

const program = fileURLToPath(new URL("sandbox-thread.ts", import.meta.url));
/** Lambda gives an initialisation ten seconds; a busy machine with two cores needs more patience. */
const initMs = 30_000;

type Settle = (result: InvocationResult) => void;

/**
 * One execution environment: a thread with its own modules and variables that holds one bundle and
 * handles one invocation at a time. Once it has failed it stays dead.
 */
export class Sandbox implements Victim {
  readonly #configuration: FunctionConfiguration;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #clockShift: SharedArrayBuffer | undefined;
  #settle: Settle | undefined;
  #thawed: (() => void) | undefined;
  /** Why this sandbox cannot be used any more. */
  #end: Failure | undefined;

  constructor(configuration: FunctionConfiguration, onLine: (line: string) => void) {
    const { name, folder, memoryMb, faults } = configuration;
    this.#configuration = configuration;
    this.#clockShift = faults && new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
    const boot: Boot = { functionName: name, folder, memoryMb, clockShift: this.#clockShift };
    this.#worker = new Worker(program, {
      name,
      workerData: boot,
      env: sandboxEnvironment(configuration, faults?.born(this) ?? {}),
      execArgv: ["--enable-source-maps"],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdin: false,
      stdout: true,
      stderr: true,
    });
    splitLines(this.#worker.stdout, onLine);
    splitLines(this.#worker.stderr, onLine);
    this.#ready = this.#start();
  }

  get dead(): boolean {
    return this.#end !== undefined;
  }

  /** Handles one event, given and answered as JSON text. Never rejects; call it once at a time. */
  async invoke(event: string): Promise<InvocationResult> {
    await this.#ready;
    if (this.#end !== undefined) return this.#end;
    const { timeoutMs } = this.#configuration;
    const seconds = (timeoutMs / 1000).toFixed(2);
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.#fail(timedOut, `Task timed out after ${seconds} seconds`),
        timeoutMs,
      );
      this.#settle = (result) => {
        clearTimeout(timer);
        this.#settle = undefined;
        resolve(result);
      };
      this.#post({ kind: "invoke", requestId: randomUUID(), event, deadline: Date.now() + timeoutMs });
    });
  }

  crash(): void {
    this.#fail(exited, "Error: Runtime exited with error: signal: killed");
  }

  async freeze(ms: number): Promise<void> {
    await this.#ready;
    if (this.dead) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#thawed = resolve;
    this.#post({ kind: "freeze", ms });
    await promise;
  }

  jumpClock(ms: number): void {
    if (this.#clockShift !== undefined) Atomics.add(new BigInt64Array(this.#clockShift), 0, BigInt(ms));
  }

  async stop(): Promise<void> {
    this.#fail(exited, "The sandbox was stopped");
    await this.#worker.terminate();
  }

  /** Resolves once the bundle is loaded or the sandbox is dead. */
  #start(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#fail("Sandbox.InitTimeout", `The function was not loaded within ${initMs / 1000} seconds`);
        resolve();
      }, initMs);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#worker.on("message", (message) => {
        this.#hear(v.parse(Report, message));
        done();
      });
      this.#worker.on("error", (error) => {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        this.#fail(name, message);
        done();
      });
      this.#worker.on("exit", (code) => {
        this.#fail(exited, `The function ended its process with exit code ${code}`);
        done();
      });
    });
  }

  #post(command: Command): void {
    this.#worker.postMessage(command);
  }

  #hear(report: Report): void {
    if (report.kind === "broken") this.#fail(report.error.errorType, report.error.errorMessage);
    else if (report.kind === "thawed") this.#thawed?.();
    else if (report.kind === "result") this.#settle?.({ ok: true, payload: report.payload });
    else if (report.kind === "error") this.#settle?.({ ok: false, ...report.error });
  }

  /** The first reason counts: what follows from ending the thread says nothing new. */
  #fail(errorType: string, errorMessage: string): void {
    this.#end ??= { ok: false, errorType, errorMessage };
    this.#settle?.(this.#end);
    this.#thawed?.();
    void this.#worker.terminate();
  }
}
