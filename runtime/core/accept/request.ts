import type { Producer } from "../../contract/producer.ts";

/** A POST of one event as the gateway hands it over. */
export interface AcceptRequest {
  readonly producer: Producer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  readonly correlationId: string;
}
