import type { Within } from "./time.ts";

/** How long a message stays invisible. */
export interface Delay {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** The queue as the processor sees it. */
export interface Redelivery {
  /** Makes each message visible again after its delay in seconds. */
  postpone(messages: readonly Delay[], within?: Within): Promise<void>;
}
