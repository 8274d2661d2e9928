import type { Producer } from "../contract/producer.ts";

/** Which producer an API key's id belongs to; undefined when it belongs to none. */
export interface ProducerLookup {
  /** Gives up once `deadline` aborts. */
  find(apiKeyId: string, deadline: AbortSignal): Promise<Producer | undefined>;
}
