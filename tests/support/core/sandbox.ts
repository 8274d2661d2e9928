import { limits } from "../../../runtime/contract/limits.ts";
import { newMemory } from "../../../runtime/core/process/memory.ts";
import type { ProcessPorts } from "../../../runtime/core/process/ports.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { type Journal, journal, processPorts } from "./ports.ts";

/** A processor that remembers from batch to batch, under a clock that is set by hand. */
export function sandbox(to: Journal = journal()) {
  const clock = { now: Date.parse("2026-11-22T17:48:00Z") };
  const now = () => clock.now;
  const memory = newMemory(now, () => 0.5, limits.backoffSeconds);
  return {
    to,
    memory,
    pass: (seconds: number) => {
      clock.now += seconds * 1_000;
    },
    work: (messages: readonly ReceivedMessage[], changes: Partial<ProcessPorts> = {}) =>
      processBatch(messages, processPorts(to, { now, memory, ...changes })),
  };
}

/** The producers' ids of each claim, in order. */
export function claimedIds({ claims }: Journal): readonly (readonly string[])[] {
  return claims.map((records) => records.map(({ event }) => event.id));
}

/** Whether one of the records is this one. */
export function has(records: readonly VerifiedEvent[], id: string): boolean {
  return records.some(({ event }) => event.id === id);
}
