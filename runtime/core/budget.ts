import type { TimeLeft } from "../ports/time.ts";

/** Share of the invocation below which a step is not begun: it would only look like an outage. */
const leastShare = 0.05;

/**
 * Divides what an invocation has left at its start. Each step has a share of the whole that it must
 * leave to the steps after it, so that no step, however slow, takes the time to give messages back.
 */
export class Budget<Step extends string> {
  readonly #timeLeft: TimeLeft;
  readonly #reserves: Readonly<Record<Step, number>>;
  readonly #whole: number;

  constructor(timeLeft: TimeLeft, reserves: Readonly<Record<Step, number>>) {
    this.#timeLeft = timeLeft;
    this.#reserves = reserves;
    this.#whole = timeLeft();
  }

  /** Milliseconds that the step may take from now on; 0 when it should not begin. */
  for(step: Step): number {
    const left = Math.floor(this.#timeLeft() - this.#whole * this.#reserves[step]);
    return left < this.#whole * leastShare ? 0 : left;
  }
}
