import type { DatabasePool } from "slonik";
import { buryBatch } from "../../../sql/queries/bury-batch.ts";
import { claimBatch } from "../../../sql/queries/claim-batch.ts";
import { clearOutbox } from "../../../sql/queries/clear-outbox.ts";
import type { ProcessorStore } from "../../ports/processor-store.ts";
import type { Within } from "../../ports/time.ts";
import { ask } from "./ask.ts";
import { claimRecord } from "./claim-record.ts";
import { deadRecord } from "./dead-record.ts";
import { rehearse } from "./rehearse.ts";

/**
 * @param leaseSeconds How long a stored event's notification belongs to the processor before the
 * relay may take it; longer than an invocation can last.
 */
export function createProcessorStore(
  pool: DatabasePool,
  { leaseSeconds }: { readonly leaseSeconds: number },
): ProcessorStore {
  return {
    claim: async (records, withinMs) => {
      if (records.length === 0) return [];
      const statement = claimBatch(records.map(claimRecord), leaseSeconds);
      const rows = await ask(pool, (connection) => connection.any(statement), withinMs);
      return rows.map(({ verdict }) => verdict);
    },
    rehearse: (record, withinMs) => rehearse(pool, record, withinMs),
    clear: (eventIds, withinMs) => clear(pool, eventIds, withinMs),
    bury: async (dead, withinMs) => {
      if (dead.length === 0) return;
      await ask(pool, (connection) => connection.query(buryBatch(dead.map(deadRecord))), withinMs);
    },
  };
}

/** Notes that events were notified and empties their outbox rows. */
export async function clear(
  pool: DatabasePool,
  eventIds: readonly string[],
  withinMs?: Within,
): Promise<void> {
  if (eventIds.length === 0) return;
  await ask(pool, (connection) => connection.query(clearOutbox(eventIds)), withinMs);
}
