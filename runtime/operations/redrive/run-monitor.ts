import type { RedriveCounts, RedrivePace, StopReason } from "../../contract/dead-events.ts";
import { messageOf } from "../message-of.ts";
import type { RedriveRun } from "../ports.ts";
import type { Watch } from "../watch.ts";
import type { RedrivePorts, RedriveProgress } from "./redrive-ports.ts";

const beatMs = 1_000;
const lookMs = 100;
/** A ratio of fewer messages says nothing. */
const leastDecided = 10;

const nothing: RedriveCounts = { sent: 0, stored: 0, duplicates: 0, dead: 0, undecided: 0 };

interface Stop {
  readonly reason: StopReason;
  readonly detail?: string | undefined;
}

/** Keeps a run alive, counts what became of its messages, and says when it has to stop. */
export class RunMonitor {
  phase: RedriveProgress["phase"] = "canary";
  counts = nothing;
  lost = false;
  readonly #run: RedriveRun;
  readonly #pace: RedrivePace;
  readonly #ports: RedrivePorts;
  readonly #watch: Watch<RedriveProgress>;
  #stop: Stop | undefined;
  #ended = false;
  #beaten = Promise.resolve();
  #lastDecision: number;

  constructor(run: RedriveRun, pace: RedrivePace, ports: RedrivePorts, watch: Watch<RedriveProgress>) {
    this.#run = run;
    this.#pace = pace;
    this.#ports = ports;
    this.#watch = watch;
    this.#lastDecision = ports.now();
  }

  /** The first reason wins. */
  stop(reason: StopReason, detail?: string): void {
    this.#stop ??= { reason, detail };
  }

  get stopped(): Stop | undefined {
    if (this.#watch.signal?.aborted === true) this.stop("interrupted");
    if (this.#watch.deadline !== undefined && this.#ports.now() >= this.#watch.deadline)
      this.stop("deadline");
    return this.#stop;
  }

  /** The run is ours no more: somebody stopped it, or goes on with it. */
  loseRun(): void {
    this.lost = true;
    this.stop("killed");
  }

  /** Beats once a second until {@link end}. */
  async watch(): Promise<void> {
    while (!this.#ended) {
      await this.beat().catch((error: unknown) => this.stop("failed", messageOf(error)));
      for (let waited = 0; waited < beatMs && !this.#ended; waited += lookMs) await this.#ports.pause(lookMs);
    }
  }

  end(): void {
    this.#ended = true;
  }

  /** One at a time, so that an older count never replaces a newer one. */
  beat(): Promise<void> {
    const beaten = this.#beaten.then(() => this.#beatOnce());
    this.#beaten = beaten.catch(() => {});
    return beaten;
  }

  /** Waits until what was sent is decided, or the run has to stop. */
  async settled(): Promise<void> {
    await this.#until(() => this.counts.undecided === 0);
  }

  /** Waits until so few are undecided that the next may be sent, or the run has to stop. */
  async hasRoom(most: number): Promise<void> {
    if (this.#ports.queues.follows) await this.#until(() => this.counts.undecided < most);
  }

  async #beatOnce(): Promise<void> {
    const counts = await this.#ports.redrives.beat(this.#run);
    if (counts === undefined) return this.loseRun();
    const decided = counts.sent - counts.undecided;
    if (decided > this.counts.sent - this.counts.undecided || counts.undecided === 0) {
      this.#lastDecision = this.#ports.now();
    }
    this.counts = counts;
    if (this.#ports.queues.follows) this.#judge(decided);
    this.#watch.onProgress?.({ phase: this.phase, counts });
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo() && this.stopped === undefined) await this.#ports.pause(lookMs);
  }

  #judge(decided: number): void {
    const { dead, undecided } = this.counts;
    const { failureRatio, patienceSeconds } = this.#pace;
    const tells = decided >= leastDecided || (this.phase === "canary" && undecided === 0);
    if (tells && dead > failureRatio * decided) {
      this.stop(
        this.phase === "canary" ? "canary_failed" : "failure_ratio",
        `${dead} of ${decided} died again.`,
      );
    }
    if (undecided > 0 && this.#ports.now() - this.#lastDecision > patienceSeconds * 1_000) {
      this.stop(
        "fates_unknown",
        `Of ${undecided} messages nothing was heard for ${patienceSeconds} seconds.`,
      );
    }
  }
}
