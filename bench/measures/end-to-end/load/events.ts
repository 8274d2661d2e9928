/** The mix of every benchmark: of a hundred events ninety have 1 KiB, nine 16 KiB and one 512 KiB. */
const kib = 1_024;
const hundred = 100;

/** An event as producers send it, and its JSON. */
export interface BenchEvent {
  readonly id: string;
  readonly json: string;
}

/** Makes events with ids of their own; sizes are spread evenly over every hundred of them. */
export class Events {
  readonly #run: string;
  readonly #fillers = new Map<number, string>();
  #made = 0;

  /** @param run Tells the ids of one run from those of others; letters and digits. */
  constructor(run: string) {
    this.#run = run;
  }

  next(): BenchEvent {
    const place = this.#made;
    this.#made += 1;
    const id = `e2e-${this.#run}-${place}`;
    const data = {
      transactionId: `tx-${place}`,
      userId: `user-${place % 1_000}`,
      amount: 1_999,
      currency: "EUR",
      merchant: { id: "m-1", name: "Corner Shop", category: "groceries" },
      occurredAt: "2026-11-22T17:48:00Z",
      metadata: { filler: this.#filler(bytesOf(place)) },
    };
    return { id, json: JSON.stringify({ id, type: "transaction.authorized", data }) };
  }

  /** As long as makes the payload this large. */
  #filler(bytes: number): string {
    const made = this.#fillers.get(bytes) ?? text(bytes - payloadAroundFiller);
    this.#fillers.set(bytes, made);
    return made;
  }
}

/** Bytes of a payload without its filler, about. */
const payloadAroundFiller = 220;

/** 37 has no factor in common with 100, so every hundred events have the whole mix, and in no blocks. */
function bytesOf(place: number): number {
  const turn = (place * 37 + 11) % hundred;
  if (turn < 90) return kib;
  return turn < 99 ? 16 * kib : 512 * kib;
}

/** Words and not one character again and again, which the database would press to nothing. */
function text(length: number): string {
  let seed = 1;
  const words: string[] = [];
  for (let made = 0; made < length; made += 8) {
    seed = (seed * 48_271) % 2_147_483_647;
    words.push(seed.toString(36).padStart(7, "x"));
  }
  return words.join(" ").slice(0, length);
}
