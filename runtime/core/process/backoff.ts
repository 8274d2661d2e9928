import type { Random } from "../../ports/chance.ts";

/** Bounds of the back-off between two deliveries, in seconds. */
export interface BackoffBounds {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * Seconds until a message is tried again: exponential by its receive count, half fixed and half
 * random, so that what failed together does not come back together.
 */
export function backoffSeconds(receiveCount: number, random: Random, bounds: BackoffBounds): number {
  const { shortest, longest } = bounds;
  const ceiling = Math.min(longest, shortest * 2 ** Math.min(receiveCount, 16));
  return Math.max(shortest, Math.round(ceiling / 2 + (random() * ceiling) / 2));
}
