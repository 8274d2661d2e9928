import { limits } from "../../contract/limits.ts";
import type { ReceivedMessage } from "../../ports/received-message.ts";

/**
 * Received so often that it may be what ended the function the times before, when nobody was left to
 * judge it.
 */
export function isSuspect({ receiveCount }: ReceivedMessage): boolean {
  return receiveCount > limits.suspectAbove;
}

/** The most suspicious last, so that it takes nobody with it. */
export function inOrderOfSuspicion(messages: readonly ReceivedMessage[]): readonly ReceivedMessage[] {
  return messages.toSorted((one, other) => one.receiveCount - other.receiveCount);
}
