import type {
  Place,
  Replay,
  ReplayCounts,
  ReplaySelection,
  ReplayStopReason,
} from "../../contract/replays.ts";
import type { NewId } from "../../ports/chance.ts";
import type { Log } from "../../ports/log.ts";
import type { PendingNotification } from "../../ports/pending-notification.ts";
import type { Clock, Pause } from "../../ports/time.ts";
import type { Topic } from "../../ports/topic.ts";

/** A replay that begins. */
type NewReplay = Pick<Replay, "id" | "selection" | "rate" | "actor">;

/** A replay from its start, or from a resume, to its end. */
type ReplayRun = Pick<Replay, "id" | "run">;

/** A stored event that was looked at. */
export interface LookedAt {
  readonly place: Place;
  /** Undefined when it is not selected. */
  readonly event: PendingNotification | undefined;
}

interface CountedSlice {
  readonly selected: number;
  /** Of the last event that was looked at; undefined when there was none. */
  readonly last: Place | undefined;
}

export type ReplayEnding =
  | { readonly state: "finished"; readonly reason?: undefined; readonly detail?: string | undefined }
  | { readonly state: "stopped"; readonly reason: ReplayStopReason; readonly detail?: string | undefined };

/** Stored events and the record of replays. Every method throws StoreUnavailable in an outage. */
export interface ReplayStore {
  /** Undefined when another replay is running. */
  start(replay: NewReplay): Promise<Replay | undefined>;
  /** Begins another run, at another rate if one is given; undefined when the replay has not stopped, or another one is running. */
  resume(id: string, actor: string, rate?: number): Promise<Replay | undefined>;
  /** Stops a run wherever it is: its process notices within a second or two. Undefined when it is not running. */
  stop(id: string): Promise<Replay | undefined>;
  /** What follows a place, in the order of receipt; so many are looked at. */
  read(selection: ReplaySelection, after: Place, most: number): Promise<readonly LookedAt[]>;
  /** How many of what follows a place are selected; so many are looked at. */
  count(selection: ReplaySelection, after: Place, most: number): Promise<CountedSlice>;
  /** Notes how far a run is, which is its sign of life; false when it is no longer the replay's. */
  advance(run: ReplayRun, to: Place, counts: ReplayCounts): Promise<boolean>;
  /** Undefined when the run is no longer the replay's. */
  end(run: ReplayRun, ending: ReplayEnding): Promise<Replay | undefined>;
  find(id: string): Promise<Replay | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly Replay[]>;
}

export interface ReplayPorts {
  readonly replays: ReplayStore;
  readonly topic: Topic;
  readonly now: Clock;
  readonly pause: Pause;
  readonly newId: NewId;
  readonly log: Log;
}

/** How far a replay is. */
export interface ReplayProgress {
  readonly phase: "replaying";
  /** Of the last event that was looked at. */
  readonly reached: string;
  /** Of this run. */
  readonly counts: ReplayCounts;
}
