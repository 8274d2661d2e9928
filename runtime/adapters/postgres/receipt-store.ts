import type { DatabasePool } from "slonik";
import type * as v from "valibot";
import { deadReceipt } from "../../../sql/queries/dead-receipt.ts";
import { payload } from "../../../sql/queries/payload.ts";
import { type ReceiptRow, receipt } from "../../../sql/queries/receipt.ts";
import { parseFaithfully } from "../../contract/faithful-json.ts";
import type { ReceiptStore, Scope, StoredFacts } from "../../ports/receipt-store.ts";
import { ask } from "./ask.ts";
import { pendingNotification } from "./pending-notification.ts";

/** @param inlineBytes Largest canonical payload that a receipt carries, in bytes. */
export function createReceiptStore(
  pool: DatabasePool,
  { inlineBytes }: { readonly inlineBytes: number },
): ReceiptStore {
  return {
    receipt: async (eventId, scope) => {
      const producer = producerOf(scope);
      const stored = await ask(pool, (connection) =>
        connection.maybeOne(receipt(eventId, producer, inlineBytes)),
      );
      if (stored !== null) return storedFacts(stored);
      const dead = await ask(pool, (connection) => connection.maybeOne(deadReceipt(eventId, producer)));
      return dead === null ? undefined : { ...dead, status: "dead" };
    },
    payload: async (eventId, scope) => {
      const row = await ask(pool, (connection) => connection.maybeOne(payload(eventId, producerOf(scope))));
      return row === null ? undefined : { data: parseFaithfully(row.data), fingerprint: row.fingerprint };
    },
  };
}

function producerOf(scope: Scope): string | null {
  return scope === "all" ? null : scope.producer;
}

function storedFacts({ stored, ...facts }: v.InferOutput<typeof ReceiptRow>): StoredFacts {
  return {
    ...facts,
    status: facts.notifiedAt === null ? "persisted" : "notified",
    correlationId: stored?.correlationId ?? null,
    stored: stored === null ? undefined : pendingNotification(stored),
  };
}
