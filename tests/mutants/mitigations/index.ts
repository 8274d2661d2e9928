import type { Mutant } from "../mutant.ts";
import { judgingMitigations } from "./judging.ts";
import { storingMitigations } from "./storing.ts";
import { takingMitigations } from "./taking.ts";

/** What is done about each of the ten failure modes, taken away piece by piece. */
export const mitigationMutants: readonly Mutant[] = [
  ...takingMitigations,
  ...storingMitigations,
  ...judgingMitigations,
];
