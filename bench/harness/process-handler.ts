import * as v from "valibot";

/** What the bundle of a processor exports. */
export const ProcessBundle = v.object({
  handler: v.custom<(event: unknown, context: object) => Promise<unknown>>(
    (value) => typeof value === "function",
  ),
});

export type ProcessBundle = v.InferOutput<typeof ProcessBundle>;

/** The handler's answer when it gives no record back; another is an error. */
export const NothingBack = v.strictObject({
  batchItemFailures: v.pipe(v.array(v.unknown()), v.maxLength(0, "Records were given back.")),
});

/** The event that Lambda hands to a processor, as JSON, of records that are JSON. */
export function sqsEventOf(records: readonly string[]): string {
  return `{"Records":[${records.join(",")}]}`;
}
