import type { RedriveProgress } from "./redrive/redrive-ports.ts";
import type { ReplayProgress } from "./replay/replay-ports.ts";

/** How far a run is. */
export type Progress = RedriveProgress | ReplayProgress;

/** What ends a run from outside, and who watches it. */
export interface Watch<Seen extends Progress = Progress> {
  /** Stops the run between two batches. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since the epoch at which the run must stop. */
  readonly deadline?: number | undefined;
  readonly onProgress?: ((progress: Seen) => void) | undefined;
}
