import * as v from "valibot";

/** What a sandbox is made for; goes into the thread when it starts. */
export const Boot = v.object({
  functionName: v.string(),
  /** Folder of the bundle; its `index.mjs` exports `handler`. */
  folder: v.string(),
  memoryMb: v.number(),
  /** Milliseconds by which the clock is ahead; absent when it cannot jump. */
  clockShift: v.optional(v.instance(SharedArrayBuffer)),
});

export type Boot = v.InferOutput<typeof Boot>;

/** Into the thread: one event, as the JSON text that Lambda would deliver. */
const Invocation = v.object({
  kind: v.literal("invoke"),
  requestId: v.string(),
  event: v.string(),
  /** Milliseconds since the epoch at which the sandbox will be ended. */
  deadline: v.number(),
});

export type Invocation = v.InferOutput<typeof Invocation>;

/** Into the thread: what to do next. */
export const Command = v.variant("kind", [
  Invocation,
  v.object({ kind: v.literal("freeze"), ms: v.number() }),
]);

export type Command = v.InferOutput<typeof Command>;

/** A thrown error as Lambda describes it to the caller. */
export const FunctionError = v.object({
  errorType: v.string(),
  errorMessage: v.string(),
  trace: v.array(v.string()),
});

export type FunctionError = v.InferOutput<typeof FunctionError>;

/** Out of the thread. */
export const Report = v.variant("kind", [
  v.object({ kind: v.literal("ready") }),
  v.object({ kind: v.literal("thawed") }),
  v.object({ kind: v.literal("result"), requestId: v.string(), payload: v.string() }),
  v.object({ kind: v.literal("error"), requestId: v.string(), error: FunctionError }),
  v.object({ kind: v.literal("broken"), error: FunctionError }),
]);

export type Report = v.InferOutput<typeof Report>;
