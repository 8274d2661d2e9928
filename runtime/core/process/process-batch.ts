import { limits } from "../../contract/limits.ts";
import type { ReceivedMessage } from "../../ports/received-message.ts";
import { Budget } from "../budget.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { announce } from "./announce.ts";
import { claimReady } from "./claim.ts";
import { deadLetter } from "./dead-letter.ts";
import { examine } from "./examine.ts";
import { giveBack } from "./give-back.ts";
import { noteOutcomes } from "./note-outcomes.ts";
import { type Attempt, isOut, ofKind } from "./outcome.ts";
import { type BatchPorts, type ProcessPorts, reserves } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { inOrderOfSuspicion, isSuspect } from "./suspects.ts";
import { withheld, withholdAll } from "./withheld.ts";

/**
 * Stores and announces a batch of messages, each exactly once.
 * @returns the ids of the messages that must be delivered again; all others are done with.
 */
export async function processBatch(
  messages: readonly ReceivedMessage[],
  ports: ProcessPorts,
): Promise<readonly string[]> {
  const batch = { ...ports, time: new Budget(ports.timeLeft, reserves) };
  if (!ports.memory.store.admits()) return giveBack(withholdAll(messages, batch), batch);
  const fresh = await workTogether(
    messages.filter((message) => !isSuspect(message)),
    batch,
  );
  const suspects = fresh.some(isOut)
    ? messages.filter(isSuspect).map(withheld)
    : await workSuspects(messages.filter(isSuspect), batch);
  return giveBack([...fresh, ...suspects], batch);
}

/** Works messages in one statement; returns those that must be given back. */
async function workTogether(
  messages: readonly ReceivedMessage[],
  batch: BatchPorts,
): Promise<readonly Attempt[]> {
  const prepared = await mapConcurrently(messages, limits.concurrentFetches, (message) =>
    prepare(message, batch),
  );
  return conclude(await claimReady(prepared, batch), batch);
}

/** After everybody else, and each alone unless an outage explains why they were received so often. */
async function workSuspects(
  messages: readonly ReceivedMessage[],
  batch: BatchPorts,
): Promise<readonly Attempt[]> {
  const { aftermath } = batch.memory;
  if (!aftermath.lasts) return workAlone(messages, batch);
  const failed = await workTogether(messages, batch);
  if (failed.length > 0) aftermath.forget();
  return failed;
}

async function workAlone(
  messages: readonly ReceivedMessage[],
  batch: BatchPorts,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const message of inOrderOfSuspicion(messages)) {
    attempts.push(
      ...(attempts.some(isOut)
        ? [withheld(message)]
        : await claimReady([await prepare(message, batch)], batch)),
    );
  }
  return conclude(attempts, batch);
}

/** Judges, announces what was stored and buries what was judged; returns what must be given back. */
async function conclude(claimed: readonly Attempt[], batch: BatchPorts): Promise<readonly Attempt[]> {
  const attempts = await examine(claimed, batch);
  noteOutcomes(attempts, batch);
  await announce(ofKind(attempts, "settled"), batch);
  const unburied = await deadLetter(ofKind(attempts, "judged"), batch);
  return [...ofKind(attempts, "failed"), ...unburied];
}
