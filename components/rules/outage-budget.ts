import { limits } from "../../runtime/contract/limits.ts";

const { shortest, longest } = limits.backoffSeconds;

/** How long SQS keeps a message. */
export const queueRetentionSeconds = limits.queueDays * 24 * 60 * 60;

/**
 * Seconds that a message is certain to survive an outage: the shortest that all waits before the
 * last receive can take together.
 */
export function survivedSeconds(maxReceiveCount: number): number {
  let seconds = 0;
  for (let receive = 1; receive < maxReceiveCount; receive++) {
    const ceiling = Math.min(longest, shortest * 2 ** Math.min(receive, 16));
    seconds += Math.max(shortest, ceiling / 2);
  }
  return seconds;
}

/** Every receive counts, so the queue's own limit says how long an outage may last before healthy messages are dead-lettered. */
export function outageFaults(settings: {
  readonly outageBudgetHours: number;
  readonly maxReceiveCount: number;
}): readonly string[] {
  const wanted = settings.outageBudgetHours * 60 * 60;
  if (survivedSeconds(settings.maxReceiveCount) >= wanted) return [];
  const hours = (survivedSeconds(settings.maxReceiveCount) / 3_600).toFixed(1);
  return [
    `maxReceiveCount ${settings.maxReceiveCount} survives an outage of only ${hours} h, and outageBudgetHours is ${settings.outageBudgetHours}: ` +
      `healthy messages would be dead-lettered. Set maxReceiveCount to at least ${receivesFor(wanted)}.`,
  ];
}

/** The smallest receive count that survives so many seconds. */
export function receivesFor(seconds: number): number {
  let receives = 1;
  while (survivedSeconds(receives) < seconds) receives++;
  return receives;
}
