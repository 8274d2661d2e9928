/** Every line names the event's or the invocation's correlation id; never a payload, a key or a token. */
export interface LogFields extends Readonly<Record<string, unknown>> {
  readonly correlationId: string;
}

export interface Log {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
}
