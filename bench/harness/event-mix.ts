import type { Transaction } from "../../runtime/contract/event-types/transaction.ts";

/** One transaction event as a producer sends it. */
export interface MixedEvent {
  readonly type: "transaction.authorized";
  readonly id: string;
  readonly data: Transaction;
}

/** Sizes of payloads in bytes; the n-th of a hundred events always has the same, in any run. */
const sizes = { small: 1_024, middle: 16 * 1_024, large: 512 * 1_024 } as const;

/** The n-th event of the mix: 90 % of 1 KiB, 9 % of 16 KiB, 1 % of 512 KiB as JSON. */
export function mixedEvent(n: number, run: string): MixedEvent {
  return eventOfSize(n, run, sizeOf(n));
}

/** Spread over the hundred, so that every batch sees its share. */
function sizeOf(n: number): number {
  const place = n % 100;
  if (place === 50) return sizes.large;
  return place % 11 === 5 ? sizes.middle : sizes.small;
}

/** An event whose payload has so many bytes as JSON; at least about 400. */
export function eventOfSize(n: number, run: string, bytes: number): MixedEvent {
  const bare = transaction(n, "");
  const missing = bytes - JSON.stringify(bare).length;
  return { type: "transaction.authorized", id: `${run}-${n}`, data: transaction(n, filler(n, missing)) };
}

function transaction(n: number, note: string): Transaction {
  return {
    transactionId: `tx-${String(n).padStart(9, "0")}`,
    userId: `user-${n % 1_000}`,
    amount: 100 + (n % 9_900),
    currency: "EUR",
    merchant: { id: `merchant-${n % 100}`, name: "Corner shop", category: "grocery" },
    occurredAt: "2026-11-22T17:48:00Z",
    metadata: { channel: "card", country: "DE", note },
  };
}

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
const noise = randomText(sizes.large * 2);

/** Text that does not compress to nothing, as PostgreSQL would store it smaller than real payloads are. */
function filler(seed: number, length: number): string {
  const from = (seed * 7_919) % sizes.large;
  return noise.slice(from, from + length);
}

/** The same in every run. */
function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return alphabet[(state >>> 8) % alphabet.length];
  }).join("");
}
