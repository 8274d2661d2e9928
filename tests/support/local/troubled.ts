import type { FaultControl } from "../../../local/faults/control.ts";
import type { Timing } from "../../../local/functions/timing.ts";
import { temporaryFolder } from "./folder.ts";
import type { Addresses } from "./instance.ts";
import { startHere } from "./start-here.ts";

/** A local mode in the process of the test, in which faults can strike. */
export interface Troubled extends Addresses {
  readonly dataDir: string;
  readonly faults: FaultControl;
}

/** What failed comes back after a second, so that a test can see that it heals. */
const shortTimes = {
  processTimeoutSeconds: 8,
  visibilitySeconds: 10,
  outboxLeaseSeconds: 9,
  relayEveryMs: 300,
  // No failure of a few seconds uses these up.
  maxReceiveCount: 500,
  processConcurrency: 2,
  backoffShortestSeconds: 1,
  backoffLongestSeconds: 1,
};

/** Starts it without any rule, and stops it after the tests of this file. */
export async function startTroubled(timing: Partial<Timing> = {}): Promise<Troubled> {
  const dataDir = await temporaryFolder();
  const running = await startHere({
    dataDir,
    timing: { ...shortTimes, ...timing },
    faults: { seed: 1, rules: [] },
  });
  return { ...running.instance, dataDir, faults: running.faults };
}
