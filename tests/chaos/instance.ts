import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { dataPaths } from "../../local/data-directory/paths.ts";
import { defaultTiming, type Timing } from "../../local/functions/timing.ts";
import { type Running, startLocal } from "../../local/start.ts";
import { Activity } from "../../local/terminal/activity.ts";
import { coloursFor } from "../../local/terminal/colours.ts";
import type { ChaosOptions } from "./options.ts";

export const apiKey = "chaos-key";
/** The local mode's only producer. */
export const producerName = "local-dev";

/** Every wait that a fault brings about is short, in the same proportions as on AWS. */
const shortTiming: Timing = {
  ...defaultTiming,
  processTimeoutSeconds: 8,
  visibilitySeconds: 10,
  outboxLeaseSeconds: 9,
  relayEveryMs: 500,
  // Whatever is received so often was not the fault of an outage of a few seconds.
  maxReceiveCount: 200,
  backoffShortestSeconds: 1,
  backoffLongestSeconds: 5,
};

/** A whole Fluxa of the run's own. */
export interface Subject {
  readonly running: Running;
  readonly dataDir: string;
  /** What the functions print, and the strikes. */
  readonly logs: string;
  /** Stops it; the data goes with it unless it is to be kept. */
  readonly end: (keep: boolean) => Promise<void>;
}

export async function startSubject(
  { seed, calm, dataDir }: Omit<ChaosOptions, "events">,
  timing = shortTiming,
): Promise<Subject> {
  const folder = dataDir === undefined ? await temporaryFolder() : resolve(dataDir);
  // What functions print goes to their logs all the same.
  const activity = new Activity(() => undefined, coloursFor(false, {}));
  const running = await startLocal(
    {
      port: 0,
      apiKey,
      dataDir: folder,
      reset: false,
      timing,
      ...(!calm && { faults: { seed, rules: [] } }),
    },
    activity,
  );
  return {
    running,
    dataDir: folder,
    logs: dataPaths(folder).logs,
    async end(keep) {
      await running.stop();
      if (!keep && dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL, which does not run as root, must be able to pass it. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-chaos-"));
  await chmod(folder, 0o755);
  return folder;
}
