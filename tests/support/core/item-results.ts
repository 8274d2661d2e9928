import type { ItemResult } from "../../../runtime/core/accept/accept-batch.ts";

/** Each item's code, or `taken`. */
export function statesOf(results: readonly ItemResult[]): readonly string[] {
  return results.map((result) => ("problem" in result ? result.problem.code : "taken"));
}
