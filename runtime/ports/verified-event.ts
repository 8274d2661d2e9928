import type { AcceptedEvent } from "../contract/message.ts";

/** An event whose payload was verified, ready to be claimed. */
export interface VerifiedEvent extends Omit<AcceptedEvent, "data" | "payloadKey"> {
  /** RFC 8785 canonical JSON. */
  readonly canonical: string;
  readonly userId: string;
}
