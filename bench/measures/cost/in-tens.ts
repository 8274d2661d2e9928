import { limits } from "../../../runtime/contract/limits.ts";

/** In groups of as many as one call of SQS takes. */
export function inTens<T>(items: readonly T[]): readonly (readonly T[])[] {
  const calls = Math.ceil(items.length / limits.batchEntries);
  return Array.from({ length: calls }, (_, call) =>
    items.slice(call * limits.batchEntries, (call + 1) * limits.batchEntries),
  );
}
