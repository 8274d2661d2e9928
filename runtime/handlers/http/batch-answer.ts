import { limits } from "../../contract/limits.ts";
import type { ItemResult } from "../../core/accept/accept-batch.ts";
import { Problem, problemDocument } from "../../core/problem.ts";
import type { Answer } from "./serve.ts";

/**
 * What became of a batch: 202 when all was taken, else 207, with a result for each item; and one
 * problem when nothing was taken and all of it may be sent again as it is.
 */
export function batchAnswer(results: readonly ItemResult[], correlationId: string): Answer | Problem {
  const problems = results.flatMap((result) => ("problem" in result ? [result.problem] : []));
  const unavailable = problems.filter(({ code }) => code === "unavailable");
  if (unavailable.length === results.length) return allUnavailable(unavailable);
  const retryAfter = Math.max(0, ...problems.map((problem) => problem.retryAfter ?? 0));
  return {
    status: problems.length === 0 ? 202 : 207,
    ...(retryAfter > 0 && { retryAfter }),
    body: JSON.stringify({
      correlationId,
      accepted: results.length - problems.length,
      rejected: problems.length,
      results: describe(results),
    }),
  };
}

function allUnavailable([first]: readonly Problem[]): Problem {
  return new Problem(
    "unavailable",
    "None of the batch's events is known to be queued, though some may be. Send the same batch again: events with an id, and all of a batch with an Idempotency-Key, are stored once.",
    { retryAfter: first?.retryAfter, cause: first?.cause },
  );
}

function describe(results: readonly ItemResult[]): readonly object[] {
  let room = limits.batchErrorBytes;
  return results.map((result, index) => {
    if ("acceptance" in result) {
      return { index, status: 202, ...result.identity, fingerprint: result.acceptance.fingerprint };
    }
    const { correlationId: _, errors, ...members } = problemDocument(result.problem, "");
    const bytes = Buffer.byteLength(JSON.stringify(errors ?? []));
    room -= bytes;
    return {
      index,
      ...members,
      ...(errors !== undefined && room >= 0 && { errors }),
      ...result.identity,
    };
  });
}
