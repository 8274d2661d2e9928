import { limits } from "../../contract/limits.ts";
import type { OutgoingMessage } from "../../ports/event-queue.ts";
import { payloadKeyOf } from "../identity.ts";
import { outgoingMessage } from "./outgoing-message.ts";
import type { PreparedEvent } from "./prepare-event.ts";

/** An event ready to leave: its message, and its payload apart when that is too large to travel along. */
export interface Parcel {
  readonly message: OutgoingMessage;
  /** The key is the same for the same content of the same event, so a retry writes the same object. */
  readonly payload?: { readonly key: string; readonly canonical: string; readonly fingerprint: string };
}

/** @param inlineLimitBytes largest canonical payload that travels in the message. */
export function parcelOf({ accepted, canonical }: PreparedEvent, inlineLimitBytes: number): Parcel {
  if (accepted.payloadBytes <= inlineLimitBytes) {
    const message = outgoingMessage(accepted, { canonical });
    if (message.bytes <= limits.queueMessageBytes - limits.deadLetterReserveBytes) return { message };
  }
  const { producer, eventId, fingerprint } = accepted;
  const key = payloadKeyOf(producer, eventId, fingerprint);
  return {
    message: outgoingMessage(accepted, { payloadKey: key }),
    payload: { key, canonical, fingerprint },
  };
}
