import type { Clock } from "../../ports/time.ts";
import type { VerifiedEvent } from "../../ports/verified-event.ts";

/** Milliseconds for which an event that was stored testifies that the store takes events. */
const testifiesMs = 5 * 60 * 1000;

/**
 * The latest event that the store took in this sandbox. Storing a copy of it tells a store that
 * fails for everybody from a record that fails.
 */
export class Witness {
  readonly #now: Clock;
  #latest: { readonly event: VerifiedEvent; readonly at: number } | undefined;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** The event, while it is recent. */
  get event(): VerifiedEvent | undefined {
    if (this.#latest === undefined) return undefined;
    const age = this.#now() - this.#latest.at;
    return age >= 0 && age <= testifiesMs ? this.#latest.event : undefined;
  }

  saw(event: VerifiedEvent): void {
    this.#latest = { event, at: this.#now() };
  }
}
