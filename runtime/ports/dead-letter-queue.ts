import type { FailureType } from "../contract/errors.ts";
import type { ReceivedMessage } from "./received-message.ts";
import type { Within } from "./time.ts";

/** A judged message on its way to the dead-letter queue: the body as it was received. */
export interface DeadLetter {
  readonly message: ReceivedMessage;
  readonly failureType: FailureType;
  readonly failureReason: string;
  readonly correlationId: string;
}

export interface DeadLetterQueue {
  /** The message ids that the dead-letter queue took; the others must be tried again. */
  send(letters: readonly DeadLetter[], within?: Within): Promise<ReadonlySet<string>>;
}
