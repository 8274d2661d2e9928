import { randomUUID } from "node:crypto";
import type { DatabasePool } from "slonik";
import { claimBatch } from "../../../sql/queries/claim-batch.ts";
import type { Within } from "../../ports/time.ts";
import type { VerifiedEvent } from "../../ports/verified-event.ts";
import { ask } from "./ask.ts";
import { claimRecord } from "./claim-record.ts";

/** Ends a transaction without anything kept. */
const takenBack = new Error("Taken back on purpose.");

/**
 * Does to a copy of an event what a claim does, once as to a new event and once as to a duplicate,
 * and takes it back. Claiming the event itself again would not do: it inserts nothing.
 */
export async function rehearse(
  pool: DatabasePool,
  record: VerifiedEvent,
  withinMs: Within | undefined,
): Promise<void> {
  const copy = { ...record, eventId: randomUUID() };
  const claims = [copy, { ...copy, acceptanceId: randomUUID() }].map((claim) =>
    claimBatch([claimRecord(claim)], 0),
  );
  const rehearsal = ask(
    pool,
    (connection) =>
      connection.transaction(async (transaction) => {
        for (const claim of claims) await transaction.any(claim);
        throw takenBack;
      }),
    withinMs,
  );
  await rehearsal.catch((error: unknown) => {
    if (error !== takenBack) throw error;
  });
}
