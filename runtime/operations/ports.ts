import type {
  DeadEventFilter,
  Redrive,
  RedriveCounts,
  RedrivePace,
  StopReason,
} from "../contract/dead-events.ts";

/** One attribute of a message as SQS holds it. */
export interface LetterAttribute {
  readonly dataType: string;
  readonly text?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

/** A message of a dead-letter queue in our hands: hidden from others until its time is over. */
export interface Letter {
  readonly letterId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, LetterAttribute>>;
  readonly group: string | undefined;
  /** Milliseconds since the epoch; of a letter that SQS moved by itself, when it came to its first queue. */
  readonly sentAt: number;
}

/** What a queue holds, as far as SQS counts it at this moment. */
interface QueueDepth {
  readonly waiting: number;
  /** In somebody's hands. */
  readonly hidden: number;
}

/** A dead-letter queue as the operator sees it; SQS has no look without a receive. */
export interface LetterQueue {
  /** Account and name. */
  readonly name: string;
  /** Takes up to `most` (at most ten) letters and hides them for so many seconds; none when no more are waiting. */
  take(most: number, seconds: number): Promise<readonly Letter[]>;
  /** Shows letters to everybody again within a second or two. */
  giveBack(receiptHandles: readonly string[]): Promise<void>;
  /** The receipt handles of what SQS deleted. */
  remove(receiptHandles: readonly string[]): Promise<ReadonlySet<string>>;
  depth(): Promise<QueueDepth>;
}

/** Where letters go back to. */
export interface TargetQueue {
  /** Account and name. */
  readonly name: string;
  /** Sends letters as they were before they died; the new message id by letter id, for those that SQS took. */
  send(letters: readonly Letter[]): Promise<ReadonlyMap<string, string>>;
}

/** A dead-letter queue and the queue that its letters came from. */
export interface QueuePair {
  readonly source: LetterQueue;
  readonly target: TargetQueue;
  /** Whether the store learns what becomes of the messages; of a subscriber's it does not. */
  readonly follows: boolean;
}

/** A redrive that begins. */
interface NewRedrive extends Pick<Redrive, "id" | "source" | "target" | "follows" | "actor"> {
  readonly filter: DeadEventFilter;
  readonly pace: RedrivePace;
  /** Milliseconds since the epoch. */
  readonly cutOff: number;
}

/** A letter that was sent back, with what its fate is found by. */
export interface SentLetter {
  readonly letterId: string;
  readonly messageId: string;
  readonly eventId: string | undefined;
  readonly acceptanceId: string | undefined;
  readonly fingerprint: string | undefined;
  readonly type: string | undefined;
}

/** A redrive from its start, or from a resume, to its end. */
export type RedriveRun = Pick<Redrive, "id" | "run">;

export type RedriveEnding =
  | { readonly state: "finished"; readonly reason?: undefined; readonly detail?: string | undefined }
  | { readonly state: "stopped"; readonly reason: StopReason; readonly detail?: string | undefined };

/** The record of redrives. Every method throws StoreUnavailable in an outage. */
export interface RedriveStore {
  /** Undefined when another redrive of the same source is running. */
  start(redrive: NewRedrive): Promise<Redrive | undefined>;
  /** Begins another run; undefined when the redrive has not stopped, or another of its source is running. */
  resume(id: string, actor: string): Promise<Redrive | undefined>;
  /** Stops a run wherever it is: its process notices within a second. Undefined when it is not running. */
  stop(id: string): Promise<Redrive | undefined>;
  /** Those of the letters that this redrive has sent back before. */
  sentBefore(id: string, letterIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** False when the run is no longer the redrive's. */
  record(run: RedriveRun, letters: readonly SentLetter[]): Promise<boolean>;
  /**
   * Says that the run is alive and finds the fates of what was sent; the counts of this run.
   * Undefined when it is no longer the redrive's.
   */
  beat(run: RedriveRun): Promise<RedriveCounts | undefined>;
  /** Undefined when the run is no longer the redrive's. */
  end(run: RedriveRun, ending: RedriveEnding): Promise<Redrive | undefined>;
  /** With the fates that are known now. */
  find(id: string): Promise<Redrive | undefined>;
  /** Newest first. */
  list(limit: number): Promise<readonly Redrive[]>;
}

/** SQS's own move of all that a dead-letter queue holds; times in milliseconds since the epoch. */
export interface MoveTask {
  readonly taskHandle: string | undefined;
  readonly status: string;
  readonly moved: number;
  readonly toMove: number | undefined;
  readonly startedAt: number | undefined;
  readonly failure: string | undefined;
}

export interface MoveTasks {
  /** @returns the task's handle. */
  start(messagesPerSecond: number): Promise<string>;
  /** Newest first. */
  list(): Promise<readonly MoveTask[]>;
  /** @returns how many had been moved. */
  cancel(taskHandle: string): Promise<number>;
}
