import * as v from "valibot";

const Response = v.object({
  batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.pipe(v.string(), v.minLength(1)) })), []),
});

/**
 * Which messages of a batch failed, by Lambda's rules for ReportBatchItemFailures: an empty answer
 * or list means that all succeeded; an answer of another shape, or an identifier that is empty or
 * not in the batch, means that all failed.
 */
export function failedMessages(payload: string, batch: readonly string[]): ReadonlySet<string> {
  const answer = parse(payload);
  if (answer === null) return new Set();
  const result = v.safeParse(Response, answer);
  if (!result.success) return new Set(batch);
  const failed = (result.output.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => batch.includes(id)) ? new Set(failed) : new Set(batch);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
