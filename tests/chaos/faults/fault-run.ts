import type { FaultControl } from "../../../local/faults/control.ts";
import { Conductor } from "./conductor.ts";
import { type PlanOptions, planFaults } from "./plan.ts";

/** How often a kind of fault struck; a kind is a point and an action, as `sqs.send=refuse`. */
export interface Struck {
  readonly kind: string;
  readonly times: number;
}

/** The faults of one run. */
export interface FaultRun {
  /** Whether every kind has struck, as far as was seen. */
  readonly isComplete: boolean;
  /** Switches on and off what the plan has for this progress, from 0 to 1. */
  follow(progress: number): Promise<void>;
  /** Switches all off, for good. */
  end(): Promise<void>;
  /** Every kind of the plan. */
  counts(): Promise<readonly Struck[]>;
  /** A few words for the line of progress. */
  describe(): string;
}

/** The faults of a plan; undefined for none at all. */
export function faultRun(control: FaultControl, plan: PlanOptions | undefined): FaultRun {
  return plan === undefined ? noFaults : new Conductor(control, planFaults(plan));
}

const noFaults: FaultRun = {
  isComplete: true,
  follow: async () => undefined,
  end: async () => undefined,
  counts: async () => [],
  describe: () => "no faults",
};
