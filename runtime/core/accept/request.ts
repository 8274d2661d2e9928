import type { Producer } from "../../contract/producer.ts";

/** A POST of one event or of a batch as the gateway hands it over. */
export interface AcceptRequest {
  readonly producer: Producer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly correlationId: string;
  /** Aborts when the answer is due, taken or not. */
  readonly deadline: AbortSignal;
}
