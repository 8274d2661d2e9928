import { setTimeout as sleep } from "node:timers/promises";
import { type Backlog, isAtRest, type Oracle } from "./oracle/oracle.ts";
import type { Progress } from "./oracle/read-database.ts";

const lookEveryMs = 500;
/** So many looks in a row must find nothing left: a message may be between two places. */
const quietLooks = 4;
const restDeadlineSeconds = 180;
/** Longer than any fault lasts: whatever stands still for so long does so for good. */
const standstillSeconds = 180;

/** What a watch needs of the oracle. */
export type Eyes = Pick<Oracle, "journal" | "heard" | "lookAtStore" | "lookAtQueues">;

/** Looks at the run through the oracle's eyes, again and again. */
export class Watch {
  readonly #oracle: Eyes;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #progress: Progress | undefined;
  #backlog: Backlog | undefined;
  #quiet = 0;
  #stored = 0;
  #storedAt = performance.now();

  constructor(oracle: Eyes) {
    this.#oracle = oracle;
    this.#loop = this.#run();
  }

  /** Messages that were accepted and not yet worked off, as far as is known. */
  get waiting(): number {
    return this.#backlog?.queued ?? 0;
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
    const { stored = "?", pending = "?" } = this.#progress ?? {};
    const { queued = "?" } = this.#backlog ?? {};
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

  /** Apart, as a database that is away has nothing to say and hides no queue; what was seen last of it holds. */
  async #look(): Promise<void> {
    const [progress, backlog] = await Promise.all([seen(this.#oracle.lookAtStore()), this.#lookAtQueues()]);
    this.#progress = progress ?? this.#progress;
    this.#noteStored(this.#progress?.stored ?? 0);
    const resting = progress !== undefined && backlog !== undefined && isAtRest(progress, backlog);
    this.#quiet = resting ? this.#quiet + 1 : 0;
  }

  /** Known at once, however long the database takes to fail. */
  async #lookAtQueues(): Promise<Backlog | undefined> {
    const backlog = await seen(this.#oracle.lookAtQueues());
    this.#backlog = backlog ?? this.#backlog;
    return backlog;
  }

  #noteStored(stored: number): void {
    if (stored === this.#stored && this.waiting > 0) return;
    this.#stored = stored;
    this.#storedAt = performance.now();
  }
}

function seen<T>(look: Promise<T>): Promise<T | undefined> {
  return look.catch(() => undefined);
}
