import type { Within } from "./time.ts";

/** Payloads that are too large for a message, as canonical JSON. */
export interface PayloadStore {
  /**
   * Gives up once `deadline` aborts.
   * @param fingerprint SHA-256 of the text in hexadecimal, which S3 checks.
   */
  put(key: string, canonical: string, fingerprint: string, deadline: AbortSignal): Promise<void>;
  /** @throws PayloadMissing when there is no such object. */
  get(key: string, within?: Within): Promise<string>;
}

export class PayloadMissing extends Error {
  override readonly name = "PayloadMissing";
}
