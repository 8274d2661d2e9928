import { limits } from "../../contract/limits.ts";
import type { DeadLetter } from "../../ports/dead-letter-queue.ts";
import type { Log } from "../../ports/log.ts";
import type { DeadEvent } from "../../ports/processor-store.ts";
import { countDead } from "./note-dead.ts";
import type { Attempt } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/**
 * Sends judged messages to the dead-letter queue and notes them in the store.
 * @returns those that the queue did not take: they must not be acknowledged.
 */
export async function deadLetter(
  judged: readonly Attempt<"judged">[],
  ports: BatchPorts,
): Promise<readonly Attempt[]> {
  if (judged.length === 0) return [];
  const taken = await send(judged, ports);
  const dead = judged.filter(({ message }) => taken.has(message.messageId));
  const left = judged.filter(({ message }) => !taken.has(message.messageId));
  countDead(dead, ports.metrics);
  noteDead(dead, ports.log);
  noteNotTaken(left, ports.log);
  await bury(dead, ports);
  return left;
}

async function send(
  judged: readonly Attempt<"judged">[],
  { deadLetters, time }: BatchPorts,
): Promise<ReadonlySet<string>> {
  const within = time.for("deadLetter");
  return within === 0 ? new Set() : deadLetters.send(judged.map(letterOf), within);
}

function noteDead(dead: readonly Attempt<"judged">[], log: Log): void {
  for (const { message, correlationId, accepted, outcome } of dead) {
    log.warn("event dead-lettered", {
      correlationId,
      eventId: accepted?.eventId,
      acceptanceId: accepted?.acceptanceId,
      producer: accepted?.producer,
      messageId: message.messageId,
      failureType: outcome.judgement.failureType,
      failureReason: cleanReason(outcome.judgement.message),
    });
  }
}

function noteNotTaken(left: readonly Attempt<"judged">[], log: Log): void {
  for (const { message, correlationId } of left) {
    log.warn("dead letter not taken", { correlationId, messageId: message.messageId });
  }
}

/** The row is a convenience, the dead letter is the truth: without a database the message is dead all the same. */
async function bury(dead: readonly Attempt<"judged">[], { store, time, log }: BatchPorts): Promise<void> {
  if (dead.length === 0) return;
  try {
    const within = time.for("bury");
    if (within === 0) throw new Error("No time was left.");
    await store.bury(dead.map(deadEventOf), within);
  } catch (error) {
    for (const { correlationId } of dead)
      log.warn("dead event not written to the store", { correlationId, error });
  }
}

function letterOf({ message, correlationId, outcome: { judgement } }: Attempt<"judged">): DeadLetter {
  const failureReason = cleanReason(judgement.message);
  return { message, correlationId, failureType: judgement.failureType, failureReason };
}

function deadEventOf(attempt: Attempt<"judged">): DeadEvent {
  const { message, correlationId, accepted, outcome } = attempt;
  return {
    messageId: message.messageId,
    failureType: outcome.judgement.failureType,
    failureReason: cleanReason(outcome.judgement.message),
    attempts: message.receiveCount,
    correlationId,
    accepted,
  };
}

/** Printable ASCII of at most 1 KiB, which any attribute, log and terminal can carry. */
function cleanReason(reason: string): string {
  return reason.replace(/[^\x20-\x7e]+/g, "?").slice(0, limits.failureReasonBytes) || "unknown";
}
