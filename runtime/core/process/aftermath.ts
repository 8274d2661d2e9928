import { limits } from "../../contract/limits.ts";
import type { Clock } from "../../ports/time.ts";
import { type BackoffBounds, backoffSeconds } from "./backoff.ts";

/**
 * Whether an outage that this sandbox lived through explains why messages were received so often.
 * Only one that lasted long enough to make a suspect of a healthy message does, and only until the
 * last message that it put back must have come again. A record that kills the function kills this
 * memory with it.
 */
export class Aftermath {
  readonly #now: Clock;
  readonly #backoff: BackoffBounds;
  #since: number | undefined;

  constructor(now: Clock, backoff: BackoffBounds) {
    this.#now = now;
    this.#backoff = backoff;
  }

  get lasts(): boolean {
    if (this.#since === undefined) return false;
    const passed = this.#now() - this.#since;
    return passed >= 0 && passed <= this.#backoff.longest * 1000;
  }

  /** The store answers again, after so many milliseconds. */
  recovered(outageMs: number): void {
    if (outageMs >= this.#suspectMs()) this.#since = this.#now();
  }

  /** What is received often fails although the store answers: the outage explains it no more. */
  forget(): void {
    this.#since = undefined;
  }

  /** The shortest outage after which a healthy message is a suspect. */
  #suspectMs(): number {
    let seconds = 0;
    for (let receive = 1; receive <= limits.suspectAbove; receive++)
      seconds += backoffSeconds(receive, () => 0, this.#backoff);
    return seconds * 1000;
  }
}
