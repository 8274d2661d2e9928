import type { Clock, Pause } from "../ports/time.ts";

/** Longest pause at a time, so that a wish to stop is heard. */
const sliceMs = 250;

/** Lets so many pass a second, evenly and without bursts. */
export class RateLimit {
  readonly #perSecond: number;
  readonly #now: Clock;
  readonly #pause: Pause;
  #free = 0;

  constructor(perSecond: number, { now, pause }: { readonly now: Clock; readonly pause: Pause }) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#pause = pause;
  }

  /** Resolves when so many may pass, or at once when it is over. */
  async take(count: number, isOver: () => boolean): Promise<void> {
    const start = Math.max(this.#free, this.#now());
    this.#free = start + (count / this.#perSecond) * 1_000;
    for (let wait = start - this.#now(); wait > 0 && !isOver(); wait = start - this.#now()) {
      await this.#pause(Math.min(wait, sliceMs));
    }
  }
}
