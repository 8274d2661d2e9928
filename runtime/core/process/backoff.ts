import { limits } from "../../contract/limits.ts";
import type { Random } from "../../ports.ts";

const { shortest, longest } = limits.backoffSeconds;

/**
 * Seconds until a message is tried again: exponential by its receive count, half fixed and half
 * random, so that what failed together does not come back together.
 */
export function backoffSeconds(receiveCount: number, random: Random): number {
  const ceiling = Math.min(longest, shortest * 2 ** Math.min(receiveCount, 16));
  return Math.max(shortest, Math.round(ceiling / 2 + (random() * ceiling) / 2));
}
