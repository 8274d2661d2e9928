import type { Mutant } from "../mutant.ts";
import { countMutants } from "./counts.ts";
import { lockOrderMutants } from "./lock-order.ts";
import { outboxMutants } from "./outbox.ts";
import { receiptMutants } from "./receipts.ts";
import { replayMutants } from "./replay.ts";
import { rightsMutants } from "./rights.ts";
import { upkeepMutants } from "./upkeep.ts";
import { verdictMutants } from "./verdicts.ts";

/** Everything that the SQL promises, broken once each. */
export const sqlMutants: readonly Mutant[] = [
  ...verdictMutants,
  ...countMutants,
  ...lockOrderMutants,
  ...outboxMutants,
  ...upkeepMutants,
  ...rightsMutants,
  ...receiptMutants,
  ...replayMutants,
];
