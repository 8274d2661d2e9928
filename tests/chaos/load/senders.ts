import { setTimeout as sleep } from "node:timers/promises";
import type { PlannedRequest } from "./plan.ts";
import type { Producer } from "./producer.ts";

interface SendersOptions {
  readonly producer: Producer;
  readonly senders: number;
  readonly signal: AbortSignal;
  /** Whether so much is waiting to be stored that sending more would only make the end longer. */
  readonly isFull: () => boolean;
  /** Sent behind the others as long as there is a wish for more. */
  readonly spare: readonly PlannedRequest[];
  readonly wantsMore: () => boolean;
}

const lookAgainMs = 100;
/** Behind the load each sender sends one now and then, so that what is still to strike meets something. */
const spareEveryMs = 1_000;

/** Works through the requests in their order with several senders at once. */
export class Senders {
  readonly #requests: readonly PlannedRequest[];
  readonly #options: SendersOptions;
  #next = 0;
  #finished = 0;

  constructor(requests: readonly PlannedRequest[], options: SendersOptions) {
    this.#requests = requests;
    this.#options = options;
  }

  /** Requests that are through, from 0 to 1. */
  get progress(): number {
    return Math.min(1, this.#finished / this.#requests.length);
  }

  /** Resolves when all is sent, or the run was ended and what was under way is answered. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.senders }, () => this.#loop()));
  }

  async #loop(): Promise<void> {
    const { producer, signal, isFull } = this.#options;
    while (!signal.aborted) {
      if (isFull()) {
        await sleep(lookAgainMs);
        continue;
      }
      if (this.#next >= this.#requests.length) await sleep(spareEveryMs);
      const request = this.#take();
      if (request === undefined) return;
      await producer.send(request);
      this.#finished += 1;
    }
  }

  #take(): PlannedRequest | undefined {
    const place = this.#next;
    const extra = place - this.#requests.length;
    const { spare, wantsMore } = this.#options;
    if (extra >= 0 && !wantsMore()) return undefined;
    this.#next += 1;
    return extra < 0 ? this.#requests[place] : spare[extra];
  }
}
