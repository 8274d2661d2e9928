/** A message as it was received. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Text attributes only. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How often SQS has delivered it, this time included. */
  readonly receiveCount: number;
  readonly group: string | undefined;
}
