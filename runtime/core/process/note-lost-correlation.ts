import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { count } from "../count.ts";
import { correlationIdOf } from "./decode-message.ts";
import type { Attempt } from "./outcome.ts";

/**
 * Counts and logs messages whose attribute lost the correlation id on its way. The body carries it
 * too, so that the event goes on under the id that its producer knows.
 */
export function noteLostCorrelation(
  attempts: readonly Attempt[],
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): void {
  const lost = attempts.filter(({ message, correlationId }) => correlationIdOf(message) !== correlationId);
  for (const { message, correlationId, accepted } of lost) {
    log.warn("correlation id lost", {
      correlationId,
      attribute: correlationIdOf(message) ?? null,
      messageId: message.messageId,
      eventId: accepted?.eventId,
    });
  }
  count(metrics, "CorrelationMissing", lost.length);
}
