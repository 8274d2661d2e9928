import type { Receipt } from "../contract/receipt.ts";
import type { ReceiptFacts, ReceiptStore, Scope } from "../ports/receipt-store.ts";
import type { Clock, Pause } from "../ports/time.ts";
import { fingerprintOf } from "./identity.ts";
import { canonicalJson } from "./json/canonical-json.ts";
import { publishedEvent } from "./notification.ts";
import { Problem } from "./problem.ts";

export interface ReceiptPorts {
  readonly receipts: ReceiptStore;
  readonly now: Clock;
  readonly pause: Pause;
}

const firstPause = 25;
const longestPause = 500;

/**
 * The receipt of an event; with `waitSeconds` above 0 once the event is notified or dead, or as it
 * is when the time is over. Between looks no connection is held.
 * @throws Problem event_not_found.
 */
export async function readReceipt(
  eventId: string,
  scope: Scope,
  waitSeconds: number,
  ports: ReceiptPorts,
): Promise<Receipt> {
  const deadline = ports.now() + waitSeconds * 1000;
  for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 2)) {
    const facts = await ports.receipts.receipt(eventId, scope);
    const remaining = deadline - ports.now();
    if (facts !== undefined && (isFinal(facts) || remaining <= 0)) return receiptOf(facts);
    if (remaining <= 0) throw notFound(eventId);
    await ports.pause(Math.min(pause, remaining));
  }
}

/**
 * The stored payload as canonical JSON and its digest for `Content-Digest` (RFC 9530).
 * @throws Problem event_not_found, or internal_error when the stored payload is not the accepted one.
 */
export async function readPayload(
  eventId: string,
  scope: Scope,
  { receipts }: Pick<ReceiptPorts, "receipts">,
) {
  const found = await receipts.payload(eventId, scope);
  if (found === undefined) throw notFound(eventId);
  const canonical = canonicalJson(found.data);
  const fingerprint = fingerprintOf(canonical);
  if (fingerprint !== found.fingerprint) {
    throw new Problem(
      "internal_error",
      `The stored payload of ${eventId} does not match its fingerprint any more.`,
    );
  }
  return { canonical, contentDigest: `sha-256=:${Buffer.from(fingerprint, "hex").toString("base64")}:` };
}

function isFinal({ status }: ReceiptFacts): boolean {
  return status === "notified" || status === "dead";
}

function receiptOf(facts: ReceiptFacts): Receipt {
  if (facts.status === "dead") return facts;
  const { stored, ...receipt } = facts;
  return { ...receipt, event: stored === undefined ? null : publishedEvent(stored) };
}

function notFound(eventId: string): Problem {
  const detail = `There is no receipt for ${eventId} yet: it is still queued, was never accepted, or is another producer's.`;
  return new Problem("event_not_found", detail, { retryAfter: 1 });
}
