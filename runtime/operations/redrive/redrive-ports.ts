import type { RedriveCounts } from "../../contract/dead-events.ts";
import type { NewId } from "../../ports/chance.ts";
import type { Log } from "../../ports/log.ts";
import type { Clock, Pause } from "../../ports/time.ts";
import type { QueuePair, RedriveStore } from "../ports.ts";

export interface RedrivePorts {
  readonly queues: QueuePair;
  readonly redrives: RedriveStore;
  readonly now: Clock;
  readonly pause: Pause;
  readonly newId: NewId;
  readonly log: Log;
}

/** How far a redrive is. */
export interface RedriveProgress {
  readonly phase: "canary" | "sending" | "settling";
  /** Of this run. */
  readonly counts: RedriveCounts;
}
