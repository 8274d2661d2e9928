import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./contender.ts";
import { Client } from "./load/client.ts";
import { type BenchEvent, Events } from "./load/events.ts";
import { Ledger } from "./load/ledger.ts";
import { Listener } from "./load/listener.ts";
import { openLoop } from "./load/open-loop.ts";

/** Events at a fixed rate for a while. */
export interface Trial {
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Events in one request; 1 is a single POST. */
  readonly perRequest: number;
}

export interface TrialResult {
  /** All were taken, and what waited to be announced did not become more and more. */
  readonly keptUp: boolean;
  /** Milliseconds from when each was to be sent to when it was heard of. */
  readonly latencies: readonly number[];
}

const drainMs = 120_000;
const lookEveryMs = 20;
/** Of what was sent in the second half, this part at most may be waiting at its end more than at its beginning. */
const growthAllowed = 0.1;
/** Seconds' worth of events that wait when a trial is lost and is cut short. */
const hopeless = 2.5;

/** Sends load to one contender, hears its notifications and checks at the end that nothing is lost or doubled. */
export class Bout {
  readonly #arena: Arena;
  readonly #client: Client;
  readonly #events: Events;
  readonly #ledger = new Ledger();
  readonly #listener: Listener;
  readonly #signal: AbortSignal;

  constructor(arena: Arena, run: string, signal: AbortSignal) {
    this.#arena = arena;
    this.#client = new Client(arena);
    this.#events = new Events(run);
    this.#listener = new Listener(arena, (id, at) => this.#ledger.hear(id, at));
    this.#signal = signal;
  }

  /** @throws Error when what was taken is not announced within two minutes. */
  async run({ rate, seconds, perRequest }: Trial): Promise<TrialResult> {
    const ids: string[] = [];
    const ledger = this.#ledger;
    const { refused } = ledger;
    const pending = new Set<Promise<void>>();
    const start = performance.now();
    const answered = ledger.accepted + refused;
    const behind = () => ids.length - (ledger.accepted + ledger.refused - answered) + ledger.waiting;
    let half: number | undefined;
    const isEnough = () => {
      if (performance.now() - start > seconds * 500) half ??= behind();
      return this.#signal.aborted || behind() > Math.max(rate * hopeless, 4 * perRequest);
    };
    await openLoop({
      rate: rate / perRequest,
      seconds,
      isEnough,
      send: (due) => {
        const events = Array.from({ length: perRequest }, () => this.#events.next());
        ids.push(...events.map(({ id }) => id));
        const sent = this.#send(events, due).finally(() => pending.delete(sent));
        pending.add(sent);
      },
    });
    const cutShort = ids.length < Math.round((rate / perRequest) * seconds) * perRequest;
    const late = performance.now() - start > (seconds * (1 + growthAllowed) + 0.5) * 1_000;
    const growth = behind() - (half ?? 0);
    const slack = Math.max(2 * perRequest, growthAllowed * rate * (seconds / 2));
    await Promise.all(pending);
    await this.#drain();
    this.#signal.throwIfAborted();
    return {
      keptUp: !cutShort && !late && growth <= slack && ledger.refused === refused,
      latencies: ledger.latencies(ids),
    };
  }

  /** Ends the load. @throws Error when an event is missing or stored twice, or one that nobody sent is there. */
  async end(): Promise<void> {
    await this.#listener.stop();
    this.#client.close();
    this.#listener.check();
    const stored = await this.#arena.stored();
    const { accepted, sent } = this.#ledger.ids();
    const unique = new Set(stored);
    if (unique.size !== stored.length)
      throw new Error(`${stored.length - unique.size} events are stored twice.`);
    const lost = accepted.filter((id) => !unique.has(id));
    if (lost.length > 0)
      throw new Error(`${lost.length} events were accepted and are not stored, as ${lost[0]}.`);
    const strange = stored.filter((id) => !sent.has(id));
    if (strange.length > 0)
      throw new Error(`${strange.length} stored events were never sent, as ${strange[0]}.`);
  }

  async #send(events: readonly BenchEvent[], due: number): Promise<void> {
    for (const { id } of events) this.#ledger.send(id, due);
    const accepted = await this.#client.send(events, events.length === 1 ? "/v1/events" : "/v1/events/batch");
    for (const { id } of events) this.#ledger.answer(id, accepted);
  }

  async #drain(): Promise<void> {
    const until = performance.now() + drainMs;
    while (this.#ledger.waiting > 0 && !this.#signal.aborted) {
      this.#listener.check();
      if (performance.now() > until) {
        throw new Error(
          `${this.#ledger.waiting} accepted events were not announced within ${drainMs / 1_000} s.`,
        );
      }
      await sleep(lookEveryMs);
    }
  }
}
