import type { Random } from "../../ports/chance.ts";
import type { DeadLetterQueue } from "../../ports/dead-letter-queue.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { PayloadStore } from "../../ports/payload-store.ts";
import type { ProcessorStore } from "../../ports/processor-store.ts";
import type { Redelivery } from "../../ports/redelivery.ts";
import type { Clock, TimeLeft } from "../../ports/time.ts";
import type { Topic } from "../../ports/topic.ts";
import type { Budget } from "../budget.ts";
import type { BackoffBounds } from "./backoff.ts";
import type { Memory } from "./memory.ts";

export interface ProcessPorts {
  readonly payloads: PayloadStore;
  readonly store: ProcessorStore;
  readonly topic: Topic;
  readonly deadLetters: DeadLetterQueue;
  readonly redelivery: Redelivery;
  readonly now: Clock;
  readonly random: Random;
  readonly timeLeft: TimeLeft;
  readonly memory: Memory;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Largest payload that a notification carries, bytes. */
  readonly notificationInlineBytes: number;
  /** How long a message that failed waits for its next delivery. */
  readonly backoff: BackoffBounds;
}

/** Share of an invocation that each step leaves to those after it. */
export const reserves = {
  prepare: 0.55,
  claim: 0.42,
  publish: 0.3,
  clear: 0.24,
  deadLetter: 0.15,
  bury: 0.1,
  giveBack: 0.02,
} as const;

/** The ports of one batch, with its time. */
export interface BatchPorts extends ProcessPorts {
  readonly time: Budget<keyof typeof reserves>;
}
