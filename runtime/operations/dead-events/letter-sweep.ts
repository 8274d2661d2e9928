import type { Clock, Pause } from "../../ports/time.ts";
import type { Letter, LetterQueue } from "../ports.ts";

export interface SweepPorts {
  readonly queue: LetterQueue;
  readonly now: Clock;
  readonly pause: Pause;
}

export interface SweepOptions {
  /** Whether the sweep is over, whatever is left. */
  readonly isOver: () => boolean;
  /** Whether letters in other hands, such as those of a process that was killed, are waited for. */
  readonly waits: boolean;
}

/** How long a letter stays hidden while it is looked at, and after a kill; seconds. */
const hideSeconds = 60;
/** SQS lets 120,000 messages of a queue be in hands. */
const mostHeld = 100_000;
const lookMs = 500;

/**
 * Goes once through all letters of a queue. SQS cannot show a message without handing it out, so
 * each one is hidden while the sweep goes on; {@link release} shows those that are left.
 */
export class LetterSweep {
  /** Whether the end of the queue was reached. */
  complete = false;
  readonly #ports: SweepPorts;
  readonly #options: SweepOptions;
  /** Letters that were looked at and left, by id, with their latest receipt handle. */
  readonly #left = new Map<string, string>();
  /** Letters that the caller has in work. */
  readonly #out = new Set<string>();
  /** Those of the left that came again since the last new one: when all have, there are no others. */
  readonly #cameAgain = new Set<string>();
  #lastNew: number;

  constructor(ports: SweepPorts, options: SweepOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#lastNew = ports.now();
  }

  /** Up to `most` letters that were not seen before; none when there are no more. */
  async next(most: number): Promise<readonly Letter[]> {
    for (;;) {
      if (this.#options.isOver() || this.#left.size >= mostHeld) return [];
      const taken = await this.#ports.queue.take(most, hideSeconds);
      const fresh = this.#unseen(taken);
      if (fresh.length > 0) return fresh;
      if (this.#mayBeMore(taken)) continue;
      if (!(await this.#othersHold())) {
        this.complete = true;
        return [];
      }
      await this.#ports.pause(lookMs);
    }
  }

  /** These stay in the queue; the sweep does not hand them out again. */
  leave(letters: readonly Letter[]): void {
    for (const { letterId, receiptHandle } of letters) {
      this.#out.delete(letterId);
      this.#left.set(letterId, receiptHandle);
    }
  }

  /** These are in the queue no more, or the sweep shall hand them out again when they come back. */
  forget(letters: readonly Letter[]): void {
    for (const { letterId } of letters) this.#out.delete(letterId);
  }

  /** Shows what was left to everybody again. Letters in work come back when their time is over. */
  async release(): Promise<void> {
    await this.#ports.queue.giveBack([...this.#left.values()]);
  }

  /** Letters that somebody else has in hand. */
  async hiddenByOthers(): Promise<number> {
    const { hidden } = await this.#ports.queue.depth();
    return Math.max(0, hidden - this.#left.size - this.#out.size);
  }

  #unseen(taken: readonly Letter[]): readonly Letter[] {
    const fresh = taken.filter(({ letterId }) => !this.#left.has(letterId) && !this.#out.has(letterId));
    for (const { letterId, receiptHandle } of taken) {
      if (!this.#left.has(letterId)) continue;
      this.#left.set(letterId, receiptHandle);
      this.#cameAgain.add(letterId);
    }
    if (fresh.length > 0) {
      this.#lastNew = this.#ports.now();
      this.#cameAgain.clear();
    }
    for (const { letterId } of fresh) this.#out.add(letterId);
    return fresh;
  }

  /** Not when all that was left came again, as then there is nothing else. */
  #mayBeMore(taken: readonly Letter[]): boolean {
    // SQS delivers some twice; that says nothing about the others.
    if (taken.some(({ letterId }) => this.#out.has(letterId))) return true;
    return taken.length > 0 && this.#cameAgain.size < this.#left.size;
  }

  /** What others hold shows up within its time, so nobody waits for longer. */
  async #othersHold(): Promise<boolean> {
    const waited = this.#ports.now() - this.#lastNew;
    if (!this.#options.waits || waited > (hideSeconds + 5) * 1_000) return false;
    return (await this.hiddenByOthers()) > 0;
  }
}
