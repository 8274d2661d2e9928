import { limits } from "../../contract/limits.ts";
import type {
  Clock,
  DeadLetterQueue,
  Log,
  Metrics,
  PayloadStore,
  ProcessorStore,
  Random,
  ReceivedMessage,
  Redelivery,
  Topic,
} from "../../ports.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { announce } from "./announce.ts";
import { type BackoffBounds, backoffSeconds } from "./backoff.ts";
import { claimAll } from "./claim.ts";
import { deadLetter } from "./dead-letter.ts";
import { countDead } from "./note-dead.ts";
import { countFailures } from "./note-failures.ts";
import { noteOutcomes } from "./note-outcomes.ts";
import { type Attempt, ofKind } from "./outcome.ts";
import { prepare } from "./prepare.ts";

export interface ProcessPorts {
  readonly payloads: PayloadStore;
  readonly store: ProcessorStore;
  readonly topic: Topic;
  readonly deadLetters: DeadLetterQueue;
  readonly redelivery: Redelivery;
  readonly now: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Largest payload that a notification carries, bytes. */
  readonly notificationInlineBytes: number;
  /** How long a message that failed waits for its next delivery. */
  readonly backoff: BackoffBounds;
}

/**
 * Stores and announces a batch of messages, each exactly once.
 * @returns the ids of the messages that must be delivered again; all others are done with.
 */
export async function processBatch(
  messages: readonly ReceivedMessage[],
  ports: ProcessPorts,
): Promise<readonly string[]> {
  const prepared = await mapConcurrently(messages, limits.concurrentFetches, (message) =>
    prepare(message, ports.payloads),
  );
  const attempts = await claimReady(prepared, ports);
  noteOutcomes(attempts, ports);
  await announce(ofKind(attempts, "settled"), ports);
  const unjudged = await judge(ofKind(attempts, "judged"), ports);
  return giveBack([...ofKind(attempts, "failed"), ...unjudged], ports);
}

/** Claims what is ready; everything else is known already. */
async function claimReady(
  prepared: readonly Attempt[],
  { store, now, metrics }: ProcessPorts,
): Promise<readonly Attempt[]> {
  const ready = ofKind(prepared, "ready");
  if (ready.length === 0) return prepared;
  const start = now();
  const claimed = await claimAll(ready, store);
  metrics.add("StoreLatency", now() - start);
  return [...prepared.filter(({ outcome }) => outcome.kind !== "ready"), ...claimed];
}

/** Dead-letters what was judged and returns those that the dead-letter queue did not take. */
async function judge(judged: readonly Attempt<"judged">[], ports: ProcessPorts): Promise<readonly Attempt[]> {
  const taken = await deadLetter(judged, ports);
  countDead(
    judged.filter(({ message }) => taken.has(message.messageId)),
    ports.metrics,
  );
  return judged.filter(({ message }) => !taken.has(message.messageId));
}

/** Where the delay cannot be set, the queue's visibility time-out brings the message back all the same. */
async function giveBack(failed: readonly Attempt[], ports: ProcessPorts): Promise<readonly string[]> {
  countFailures(failed, ports.metrics);
  const delays = failed.map(({ message: { receiptHandle, receiveCount } }) => ({
    receiptHandle,
    seconds: backoffSeconds(receiveCount, ports.random, ports.backoff),
  }));
  await ports.redelivery.postpone(delays).catch((error: unknown) => {
    for (const { correlationId } of failed) ports.log.warn("back-off not set", { correlationId, error });
  });
  return failed.map(({ message }) => message.messageId);
}
