import { mitigationMutants } from "./mitigations/index.ts";
import type { Mutant } from "./mutant.ts";
import { sqlMutants } from "./sql/index.ts";

/** The lists of mutants by the name that the command line takes. */
export const lists: Readonly<Record<string, readonly Mutant[]>> = {
  sql: sqlMutants,
  mitigations: mitigationMutants,
};
