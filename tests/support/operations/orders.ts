import * as v from "valibot";
import { RedrivePace } from "../../../runtime/contract/dead-events.ts";
import type { RedriveOrder } from "../../../runtime/operations/redrive/redrive.ts";

/** The default pace, but fast. */
export const pace = (changes: Partial<RedrivePace> = {}) => v.parse(RedrivePace, { rate: 1_000, ...changes });

/** A redrive of everything. */
export const order = (changes: Partial<RedriveOrder> = {}): RedriveOrder => ({
  filter: {},
  pace: pace(),
  actor: "test",
  ...changes,
});

/** A redrive that neither tries a few first nor minds what dies. */
export const careless = order({ pace: pace({ canary: 0, failureRatio: 1 }) });
