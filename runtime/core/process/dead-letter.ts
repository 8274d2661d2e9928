import { limits } from "../../contract/limits.ts";
import type { DeadEvent, DeadLetter, DeadLetterQueue, Log, ProcessorStore } from "../../ports.ts";
import type { Attempt } from "./outcome.ts";

interface Ports {
  readonly deadLetters: DeadLetterQueue;
  readonly store: ProcessorStore;
  readonly log: Log;
}

/**
 * Sends judged messages to the dead-letter queue and notes them in the store.
 * @returns the message ids that the queue took; only these may be acknowledged.
 */
export async function deadLetter(
  judged: readonly Attempt<"judged">[],
  ports: Ports,
): Promise<ReadonlySet<string>> {
  if (judged.length === 0) return new Set();
  const taken = await ports.deadLetters.send(judged.map(letterOf));
  const dead = judged.filter(({ message }) => taken.has(message.messageId));
  await bury(dead, ports);
  noteDead(dead, ports.log);
  noteNotTaken(
    judged.filter(({ message }) => !taken.has(message.messageId)),
    ports.log,
  );
  return taken;
}

function noteDead(dead: readonly Attempt<"judged">[], log: Log): void {
  for (const { message, correlationId, accepted, outcome } of dead) {
    log.warn("event dead-lettered", {
      correlationId,
      eventId: accepted?.eventId,
      acceptanceId: accepted?.acceptanceId,
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
async function bury(dead: readonly Attempt<"judged">[], { store, log }: Ports): Promise<void> {
  if (dead.length === 0) return;
  try {
    await store.bury(dead.map(deadEventOf));
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
