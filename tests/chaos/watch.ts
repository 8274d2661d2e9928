import { setTimeout as sleep } from "node:timers/promises";
import { isAtRest, type Look, type Oracle } from "./oracle/oracle.ts";

const lookEveryMs = 500;
/** So many looks in a row must find nothing left: a message may be between two places. */
const quietLooks = 4;
const restDeadlineSeconds = 180;
/** Longer than any fault lasts: whatever stands still for so long does so for good. */
const standstillSeconds = 180;

/** Looks at the run through the oracle's eyes, again and again. */
export class Watch {
  readonly #oracle: Oracle;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #latest: Look | undefined;
  #quiet = 0;
  #stored = 0;
  #storedAt = performance.now();

  constructor(oracle: Oracle) {
    this.#oracle = oracle;
    this.#loop = this.#run();
  }

  /** Messages that were accepted and not yet worked off, as far as is known. */
  get waiting(): number {
    return this.#latest?.queued ?? 0;
  }

  get isAtRest(): boolean {
    return this.#quiet >= quietLooks;
  }

  /** Resolves when nothing was left to be done for a while, or the deadline has passed. */
  async rest(withinSeconds = restDeadlineSeconds): Promise<void> {
    const deadline = performance.now() + withinSeconds * 1_000;
    this.#quiet = 0;
    while (!this.isAtRest && performance.now() < deadline && !this.#stopping.signal.aborted) {
      await sleep(lookEveryMs / 5);
    }
  }

  /** Whether events wait and none was stored for so long that none will be. */
  get standsStill(): boolean {
    return this.waiting > 0 && performance.now() - this.#storedAt > standstillSeconds * 1_000;
  }

  describe(): string {
    const { attempts } = this.#oracle.journal;
    const { stored = 0, queued = 0, pending = 0 } = this.#latest ?? {};
    return `${attempts.length} sent, ${stored} stored, ${this.#oracle.heard} heard, ${queued} queued, ${pending} pending`;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#look();
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** A database that is away just now has nothing to say; what was seen last holds. */
  async #look(): Promise<void> {
    try {
      this.#latest = await this.#oracle.look();
      this.#noteStored(this.#latest.stored);
      this.#quiet = isAtRest(this.#latest) ? this.#quiet + 1 : 0;
    } catch {
      this.#quiet = 0;
    }
  }

  #noteStored(stored: number): void {
    if (stored === this.#stored && this.waiting > 0) return;
    this.#stored = stored;
    this.#storedAt = performance.now();
  }
}
