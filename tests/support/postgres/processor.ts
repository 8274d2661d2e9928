import type { DatabasePool } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { newMemory } from "../../../runtime/core/process/memory.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";
import type { Topic } from "../../../runtime/ports/topic.ts";
import { type Journal, processPorts } from "../core/ports.ts";

interface Options {
  /** Bounds of the circuits' pauses follow it; in seconds. */
  readonly backoff?: { readonly shortest: number; readonly longest: number };
  readonly topic?: Topic;
  readonly leaseSeconds?: number;
  /** Of each invocation, in milliseconds. */
  readonly timeMs?: number;
}

/** A processor as one sandbox runs it, on a real store; everything else is written into the journal. */
export function processorOn(pool: DatabasePool, to: Journal, options: Options = {}) {
  const { backoff = limits.backoffSeconds, leaseSeconds = 60, timeMs = 30_000 } = options;
  const ports = processPorts(to, {
    store: createProcessorStore(pool, { leaseSeconds }),
    memory: newMemory(Date.now, Math.random, backoff),
    now: Date.now,
    random: Math.random,
    backoff,
    ...(options.topic !== undefined && { topic: options.topic }),
  });
  return (messages: readonly ReceivedMessage[]): Promise<readonly string[]> => {
    const end = performance.now() + timeMs;
    return processBatch(messages, { ...ports, timeLeft: () => Math.max(0, end - performance.now()) });
  };
}
