import type { FaultOptions } from "../../../local/faults/control.ts";
import type { Timing } from "../../../local/functions/timing.ts";
import { type Running, startLocal } from "../../../local/start.ts";
import { Activity } from "../../../local/terminal/activity.ts";
import { coloursFor } from "../../../local/terminal/colours.ts";
import { afterAll } from "./cleanup.ts";

interface Start {
  readonly dataDir: string;
  readonly timing?: Partial<Timing>;
  readonly faults?: FaultOptions;
}

/** Starts the local mode in this process, so that its faults are at hand, and stops it after the tests of this file, or before. */
export async function startHere(start: Start): Promise<Running> {
  const activity = new Activity(() => undefined, coloursFor(false, {}));
  const running = await startLocal({ port: 0, apiKey: "local-dev-key", reset: false, ...start }, activity);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= running.stop();
    return stopping;
  };
  afterAll(stop);
  stopOnSignals(running);
  return { ...running, stop };
}

/** A test that takes too long is ended by its runner, and must not leave a server behind. */
function stopOnSignals(running: Running): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      running.hasten();
      void running.stop().finally(() => process.exit(1));
    });
  }
}
