import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Timing } from "../../../local/functions/timing.ts";
import { type Running, startLocal } from "../../../local/start.ts";
import { Activity } from "../../../local/terminal/activity.ts";
import { coloursFor } from "../../../local/terminal/colours.ts";
import { until } from "../until.ts";
import { afterAll } from "./cleanup.ts";
import { temporaryFolder } from "./folder.ts";

/** What a fault brings about is waited for in seconds. */
const timing: Partial<Timing> = {
  processTimeoutSeconds: 6,
  visibilitySeconds: 8,
  outboxLeaseSeconds: 7,
  relayEveryMs: 500,
  maxReceiveCount: 500,
  backoffShortestSeconds: 1,
  backoffLongestSeconds: 3,
};

/** A local mode in this process, with faults. */
export interface Faulty {
  readonly running: Running;
  readonly apiUrl: string;
  /** Text of a file in the folder of logs. */
  log(name: string): Promise<string>;
  /** Resolves once this rule has struck. */
  struck(rule: string): Promise<void>;
}

/** Stopped after the tests of this file. */
export async function startFaulty(seed: number): Promise<Faulty> {
  const dataDir = await temporaryFolder();
  const activity = new Activity(() => undefined, coloursFor(false, {}));
  const faults = { seed, rules: [] };
  const running = await startLocal(
    { port: 0, apiKey: "local-dev-key", dataDir, reset: false, timing, faults },
    activity,
  );
  afterAll(() => running.stop());
  void running.broken.then((reason) => {
    throw new Error(`A fault was taken for a death: ${reason}`);
  });
  return {
    running,
    apiUrl: running.instance.apiUrl,
    log: (name) => readFile(join(dataDir, "logs", name), "utf8").catch(() => ""),
    struck: (rule) =>
      until(`${rule} to strike`, async () => ((await running.faults.counts())[rule] ? true : undefined)).then(
        () => undefined,
      ),
  };
}
