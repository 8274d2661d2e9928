import * as v from "valibot";
import { Transaction } from "../../../runtime/contract/event-types/transaction.ts";

/** An event as producers post it. */
export const Event = v.strictObject({ id: v.string(), type: v.string(), data: Transaction });

export type Event = v.InferOutput<typeof Event>;
