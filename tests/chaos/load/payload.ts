import type { SentEvent } from "../oracle/content.ts";
import type { Random } from "../random.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";
/** What encoders, escapers and canonicalisers get wrong, in texts, member names and numbers. */
const oddTexts = [
  "\u{1F680} rocket",
  'quote " backslash \\ slash /',
  "line\nbreak\ttab",
  "é\u0301 ß Ω \u2028",
  "\uFFFE\uFFFF",
  "",
] as const;
const oddNumbers = [0, -1, 0.1, 1e21, 5e-324, 1.7976931348623157e308, 9007199254740991, -123456.789] as const;

/** A valid transaction of about so many bytes; its members are in no special order. */
export function payload(random: Random, bytes: number): SentEvent["data"] {
  const small = {
    occurredAt: "2026-11-22T17:48:00Z",
    userId: `user-${random.int(1, 5_000)}`,
    metadata: {
      z: random.pick(...oddTexts),
      é: random.pick(...oddNumbers),
      list: [random.int(0, 9), null, true, { nested: random.pick(...oddTexts) }, []],
      A: random.chance(0.5),
      text: "",
    },
    currency: random.pick("EUR", "USD", "JPY"),
    amount: random.int(0, 10_000_000),
    merchant: { name: "Corner Shop", id: `m-${random.int(1, 500)}`, category: "groceries" },
    transactionId: `tx-${random.int(0, 2 ** 30)}`,
  };
  const missing = Math.max(0, bytes - Buffer.byteLength(JSON.stringify(small)));
  return { ...small, metadata: { ...small.metadata, text: text(random, missing) } };
}

const chunkLength = 1_024;

/** Random at its start and repeated from there: the hash differs, and making it costs little. */
function text(random: Random, length: number): string {
  const chunk = Array.from({ length: Math.min(length, chunkLength) }, () =>
    letters.charAt(random.int(0, letters.length - 1)),
  ).join("");
  return chunk.repeat(Math.ceil(length / chunkLength)).slice(0, length);
}
