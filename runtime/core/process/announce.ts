import type { Clock, Log, Metrics, ProcessorStore, Topic } from "../../ports.ts";
import { count } from "../count.ts";
import { notificationOf, pendingOf } from "../notification.ts";
import type { Attempt } from "./outcome.ts";

interface Ports {
  readonly topic: Topic;
  readonly store: ProcessorStore;
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly notificationInlineBytes: number;
}

/**
 * Publishes what was stored for the first time and clears its outbox rows. Nothing here fails a
 * message: it is stored, and what could not be published or cleared is the relay's.
 */
export async function announce(settled: readonly Attempt<"settled">[], ports: Ports): Promise<void> {
  const stored = settled.filter(({ outcome }) => outcome.verdict === "stored");
  if (stored.length === 0) return;
  try {
    const pending = stored.map(({ outcome }) => pendingOf(outcome.event, ports.notificationInlineBytes));
    const taken = await ports.topic.publish(pending.map(notificationOf));
    noteNotified(
      pending.filter(({ eventId }) => taken.has(eventId)),
      ports,
    );
    noteLeft(
      pending.filter(({ eventId }) => !taken.has(eventId)),
      ports,
    );
    if (taken.size > 0) await ports.store.clear([...taken]);
  } catch (error) {
    noteLeft(stored, ports, error);
  }
}

interface Notified {
  readonly eventId: string;
  readonly correlationId: string;
  readonly receivedAt: string;
}

/** One log line and the metrics for every event that SNS took. */
export function noteNotified(
  notified: readonly Notified[],
  { now, log, metrics }: Pick<Ports, "now" | "log" | "metrics">,
): void {
  for (const { eventId, correlationId, receivedAt } of notified) {
    log.info("event notified", { correlationId, eventId });
    metrics.add("NotificationLatency", Math.max(0, now() - Date.parse(receivedAt)));
  }
  count(metrics, "Notified", notified.length);
}

/** Counts and logs every event whose notification or clearing stays with the relay. */
export function noteLeft(
  left: readonly { readonly correlationId: string }[],
  { log, metrics }: Pick<Ports, "log" | "metrics">,
  error?: unknown,
): void {
  count(metrics, "AnnouncementsLeft", left.length);
  for (const { correlationId } of left) log.warn("announcement left to the relay", { correlationId, error });
}
