import type { DatabasePool } from "slonik";
import { leaseOutbox } from "../../../sql/queries/lease-outbox.ts";
import { oldestPending } from "../../../sql/queries/oldest-pending.ts";
import type { OutboxStore } from "../../ports/outbox-store.ts";
import { ask } from "./ask.ts";
import { pendingNotification } from "./pending-notification.ts";
import { clear } from "./processor-store.ts";

export interface OutboxStoreOptions {
  /** How long a notification belongs to the relay that took it; longer than an invocation can last. */
  readonly leaseSeconds: number;
  /** Largest canonical payload that a notification carries, in bytes. */
  readonly inlineBytes: number;
}

export function createOutboxStore(
  pool: DatabasePool,
  { leaseSeconds, inlineBytes }: OutboxStoreOptions,
): OutboxStore {
  return {
    lease: async (limit, withinMs) => {
      const statement = leaseOutbox(limit, leaseSeconds, inlineBytes);
      const rows = await ask(pool, (connection) => connection.any(statement), withinMs);
      return rows.map(({ stored }) => pendingNotification(stored));
    },
    clear: (eventIds, withinMs) => clear(pool, eventIds, withinMs),
    oldestAgeSeconds: async (withinMs) => {
      const { ageSeconds } = await ask(pool, (connection) => connection.one(oldestPending()), withinMs);
      return ageSeconds;
    },
  };
}
