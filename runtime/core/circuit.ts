import type { Random } from "../ports/chance.ts";
import type { Clock } from "../ports/time.ts";

/** What a sandbox depends on and can do without for a while. */
export type Dependency = "store" | "payloads" | "topic";

/** Bounds of the pause between two probes of an open circuit, in milliseconds. */
export interface CircuitPauses {
  readonly shortestMs: number;
  readonly longestMs: number;
}

/**
 * The pauses that belong to a back-off, whose bounds are in seconds: 1 s to 30 s for 2 s to 900 s,
 * so that a circuit closes long before the messages that an outage put back are due.
 */
export function pausesOf({ shortest, longest }: { readonly shortest: number; readonly longest: number }) {
  const shortestMs = shortest * 500;
  return { shortestMs, longestMs: Math.max(2 * shortestMs, Math.round((longest * 1000) / 30)) };
}

/**
 * Keeps a sandbox from asking a dependency that does not answer. Closed until an outage; open for a
 * pause that grows from outage to outage, half of it random, so that sandboxes do not come back
 * together; then half open: one caller probes, and what becomes of that closes it or opens it anew.
 */
export class Circuit {
  readonly dependency: Dependency;
  readonly #now: Clock;
  readonly #random: Random;
  readonly #pauses: CircuitPauses;
  #outages = 0;
  #openedAt = 0;
  #retryAt = 0;
  #probing = false;

  constructor(dependency: Dependency, now: Clock, random: Random, pauses: CircuitPauses) {
    this.dependency = dependency;
    this.#now = now;
    this.#random = random;
    this.#pauses = pauses;
  }

  get open(): boolean {
    return this.#outages > 0;
  }

  /** When an open circuit lets its next probe through, in milliseconds since the epoch. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** Whether the dependency may be asked now; of an open circuit one caller a pause may, as its probe. */
  admits(): boolean {
    if (!this.open) return true;
    const wait = this.#retryAt - this.#now();
    // A clock that was set back must not keep the circuit open for longer than any pause.
    if (wait > 0 && wait <= this.#pauses.longestMs) return false;
    this.#probing = true;
    this.#pause();
    return true;
  }

  /**
   * The dependency did not answer. Whoever was asking together is one outage.
   * @returns whether that opened the circuit.
   */
  failed(): boolean {
    const opens = !this.open;
    if (!opens && !this.#probing) return false;
    if (opens) this.#openedAt = this.#now();
    this.#probing = false;
    this.#outages += 1;
    this.#pause();
    return opens;
  }

  /**
   * The dependency answered.
   * @returns for how many milliseconds the circuit had been open; undefined when it was closed.
   */
  succeeded(): number | undefined {
    if (!this.open) return undefined;
    this.#outages = 0;
    return Math.max(0, this.#now() - this.#openedAt);
  }

  #pause(): void {
    const { shortestMs, longestMs } = this.#pauses;
    const ceiling = Math.min(longestMs, shortestMs * 2 ** Math.min(this.#outages, 16));
    this.#retryAt = this.#now() + ceiling / 2 + (this.#random() * ceiling) / 2;
  }
}
