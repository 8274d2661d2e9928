import * as v from "valibot";
import { StrikeReport } from "../../faults/strike-report.ts";

/** From the owner to the process of SQS, SNS and S3, when faults are on. */
export const Order = v.variant("kind", [
  /** Replaces all rules; answered with `done`. */
  v.object({ kind: v.literal("rules"), rules: v.array(v.string()) }),
  /** Answered with `done`, behind all strikes that came before. */
  v.object({ kind: v.literal("sync") }),
  /** The connections that a sandbox has now are dead. */
  v.object({ kind: v.literal("silence"), sandbox: v.string() }),
]);

export type Order = v.InferOutput<typeof Order>;

/** The other way. */
export const Notice = v.variant("kind", [
  v.object({ kind: v.literal("done") }),
  v.object({ kind: v.literal("strike"), report: StrikeReport }),
  /** The sandbox that called is to be ended; it waits for an answer. */
  v.object({ kind: v.literal("crash"), sandbox: v.string() }),
]);

export type Notice = v.InferOutput<typeof Notice>;
