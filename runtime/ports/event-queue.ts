/** An acceptance ready for the queue: an ASCII body and attributes that are never empty. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The producer, so that SQS shares the queue fairly. */
  readonly group: string;
  /** Body and attributes as SQS counts them. */
  readonly bytes: number;
}

/**
 * What became of one of several messages: SQS has it, SQS said that it has not, or nobody knows,
 * because the call failed and SQS may have taken it before.
 */
export type SendOutcome =
  | { readonly state: "sent" }
  | { readonly state: "refused" | "unknown"; readonly cause: unknown };

export interface EventQueue {
  /** Resolves once SQS has the message; gives up once `deadline` aborts. */
  send(message: OutgoingMessage, deadline: AbortSignal): Promise<void>;
  /** What became of each message, in their order, at the latest when `deadline` aborts; never rejects. */
  sendAll(messages: readonly OutgoingMessage[], deadline: AbortSignal): Promise<readonly SendOutcome[]>;
}
