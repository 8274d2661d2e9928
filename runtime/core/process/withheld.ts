import type { ReceivedMessage } from "../../ports/received-message.ts";
import { StoreUnavailable } from "../../ports/store-errors.ts";
import { correlationIdOf } from "./decode-message.ts";
import type { Attempt } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/** A message that was not even looked at, because the store did not answer a moment ago. */
export function withheld(message: ReceivedMessage): Attempt<"failed"> {
  const error = new StoreUnavailable("The database did not answer a moment ago.");
  const correlationId = correlationIdOf(message) ?? message.messageId;
  return { message, correlationId, accepted: undefined, outcome: { kind: "failed", error, outage: "store" } };
}

/** Withholds a whole batch from a store whose circuit is open; one line for all, under the first correlation id. */
export function withholdAll(
  messages: readonly ReceivedMessage[],
  { memory: { store }, log }: BatchPorts,
): readonly Attempt<"failed">[] {
  const attempts = messages.map(withheld);
  const [first] = attempts;
  if (first === undefined) return attempts;
  log.warn("batch given back unread", {
    correlationId: first.correlationId,
    dependency: store.dependency,
    messages: attempts.length,
    openUntil: new Date(store.retryAt).toISOString(),
  });
  return attempts;
}
