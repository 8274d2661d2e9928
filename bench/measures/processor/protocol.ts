import * as v from "valibot";

const Shared = v.instance(SharedArrayBuffer);
const Words = v.custom<Uint32Array<SharedArrayBuffer>>((value) => value instanceof Uint32Array);
const Numbers = v.custom<Int32Array<SharedArrayBuffer>>((value) => value instanceof Int32Array);

/** What a thread is born with. */
export const Boot = v.strictObject({
  /** Folder of the bundle. */
  folder: v.string(),
  /** File that its output is written to. */
  output: v.string(),
});

/** A trial, told to all threads at once. */
export const Trial = v.strictObject({
  records: v.strictObject({ bytes: Shared, starts: Words }),
  /** Index of the next record that nobody has taken, and whether all must stop. */
  turns: Numbers,
  batch: v.number(),
  /** No batch begins later, milliseconds since 1970. */
  until: v.number(),
});
export type Trial = v.InferOutput<typeof Trial>;

/** What a thread says: that it is ready, how many events it has handled in a trial, or why it could not. */
export const Said = v.variant("kind", [
  v.strictObject({ kind: v.literal("ready") }),
  v.strictObject({ kind: v.literal("done"), events: v.number() }),
  v.strictObject({ kind: v.literal("failed"), why: v.string() }),
]);
export type Said = v.InferOutput<typeof Said>;
