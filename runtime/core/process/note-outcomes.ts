import type { MetricName } from "../../contract/metrics.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { Verdict } from "../../ports/processor-store.ts";
import type { Clock } from "../../ports/time.ts";
import { noteLostCorrelation } from "./note-lost-correlation.ts";
import { type Attempt, ofKind } from "./outcome.ts";

interface Ports {
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const metricOf = {
  stored: "Stored",
  redelivered: "Redelivered",
  duplicate: "Duplicates",
} as const satisfies Record<Exclude<Verdict, "conflict">, MetricName>;

/** Counts and logs what became of each message; the dead ones are logged once their letter was taken. */
export function noteOutcomes(attempts: readonly Attempt[], { now, log, metrics }: Ports): void {
  for (const { outcome, accepted, correlationId } of ofKind(attempts, "settled")) {
    const { eventId, receivedAt, producer } = outcome.event;
    log.info(`event ${outcome.verdict}`, {
      correlationId,
      eventId,
      acceptanceId: accepted?.acceptanceId,
      producer,
    });
    metrics.add(metricOf[outcome.verdict], 1);
    if (outcome.verdict === "stored")
      metrics.add("EndToEndLatency", Math.max(0, now() - Date.parse(receivedAt)));
  }
  for (const { outcome, accepted, correlationId, message } of ofKind(attempts, "failed")) {
    const { error, outage } = outcome;
    const attempt = message.receiveCount;
    log.warn("event put back", { correlationId, eventId: accepted?.eventId, attempt, outage, error });
  }
  noteLostCorrelation(attempts, { log, metrics });
}
