import { limits } from "../../contract/limits.ts";

const concurrentCalls = 5;

/** Calls SQS for as many items at a time as one call takes, and for a few calls at a time. */
export async function byTens<Item, Result>(
  items: readonly Item[],
  call: (batch: readonly Item[]) => Promise<readonly Result[]>,
): Promise<Result[]> {
  const results: Result[] = [];
  const stride = limits.batchEntries * concurrentCalls;
  for (let start = 0; start < items.length; start += stride) {
    const batches = [];
    for (let from = start; from < Math.min(start + stride, items.length); from += limits.batchEntries) {
      batches.push(items.slice(from, from + limits.batchEntries));
    }
    results.push(...(await Promise.all(batches.map(call))).flat());
  }
  return results;
}
