import { mixedEvent } from "../../../harness/event-mix.ts";

/** An event as producers send it, and its JSON. */
export interface BenchEvent {
  readonly id: string;
  readonly json: string;
}

const hundred = 100;

/** Makes events with ids of their own; the payloads are those of the first hundred of the mix, again and again. */
export class Events {
  readonly #run: string;
  /** Everything of an event but its id: to make 512 KiB anew for each would slow the load down. */
  readonly #rests: readonly string[];
  #made = 0;

  /** @param run Tells the ids of one run from those of others; letters and digits. */
  constructor(run: string) {
    this.#run = run;
    this.#rests = Array.from({ length: hundred }, (_, place) => {
      const { type, data } = mixedEvent(place, run);
      return JSON.stringify({ type, data }).slice(1);
    });
  }

  next(): BenchEvent {
    const id = `e2e-${this.#run}-${this.#made}`;
    const rest = this.#rests[this.#made % hundred] ?? "";
    this.#made += 1;
    return { id, json: `{"id":${JSON.stringify(id)},${rest}` };
  }
}
