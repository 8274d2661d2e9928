import * as v from "valibot";
import { AttributeText } from "../identifiers.ts";
import { JsonObject } from "../json-object.ts";
import { Timestamp } from "../timestamp.ts";
import { currencies } from "./currencies.ts";

/** The payload of every `transaction.*` event, version 1. */
export const Transaction = v.strictObject({
  transactionId: AttributeText,
  userId: AttributeText,
  amount: v.pipe(
    v.number(),
    v.safeInteger("must be an integer in minor units, such as 1999 for 19.99 EUR"),
    v.minValue(0, "must not be negative"),
  ),
  currency: v.picklist(currencies, "must be an ISO 4217 code in capitals, such as EUR"),
  merchant: v.strictObject({ id: AttributeText, name: AttributeText, category: AttributeText }),
  occurredAt: Timestamp,
  metadata: v.optional(JsonObject),
});

export type Transaction = v.InferOutput<typeof Transaction>;
