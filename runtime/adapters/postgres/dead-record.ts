import type { DeadRecord } from "../../../sql/queries/bury-batch.ts";
import { limits } from "../../contract/limits.ts";
import type { DeadEvent } from "../../ports/processor-store.ts";

const largestInteger = 2 ** 31 - 1;
// Longer than any id that SQS or a producer can have, and short enough for an index.
const identifierBytes = 512;

/** A dead event as PostgreSQL can always hold it, whatever a message brought along. */
export function deadRecord(dead: DeadEvent): DeadRecord {
  const { accepted } = dead;
  return {
    messageId: clean(dead.messageId, identifierBytes),
    eventId: accepted?.eventId ?? null,
    acceptanceId: accepted?.acceptanceId ?? null,
    producer: accepted?.producer ?? null,
    receivedAt: accepted?.receivedAt ?? null,
    fingerprint: accepted === undefined ? null : Buffer.from(accepted.fingerprint, "hex"),
    failureType: dead.failureType,
    failureReason: clean(dead.failureReason, limits.failureReasonBytes),
    attempts: Math.min(Math.max(Math.trunc(dead.attempts) || 0, 0), largestInteger),
    correlationId: clean(dead.correlationId, identifierBytes),
  };
}

/** Text without NUL, which PostgreSQL cannot hold, cut to so many UTF-8 bytes between characters. */
function clean(text: string, bytes: number): string {
  const utf8 = Buffer.from(text.replaceAll("\0", "\uFFFD"));
  if (utf8.length <= bytes) return utf8.toString();
  // A character that the cut goes through has only continuation bytes (10xxxxxx) before its end.
  let end = bytes;
  while (end > 0 && ((utf8[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return utf8.toString("utf8", 0, end);
}
