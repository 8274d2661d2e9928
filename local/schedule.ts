import { setTimeout as sleep } from "node:timers/promises";
import type { Invocable } from "./lambda/function.ts";

/** An EventBridge schedule: invokes a function again and again, never while it still runs. */
export class Schedule {
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;

  /** The first invocation is at once. */
  constructor(target: Invocable, everyMs: number) {
    this.#loop = this.#run(target, everyMs);
  }

  /** Resolves when the invocation in progress has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(target: Invocable, everyMs: number): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await target.invoke(JSON.stringify({ source: "aws.scheduler", time: new Date().toISOString() }));
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
