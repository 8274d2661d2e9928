import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { PendingNotification } from "../ports/pending-notification.ts";
import type { Clock, Within } from "../ports/time.ts";
import type { Publication, Topic } from "../ports/topic.ts";
import { buildNotifications } from "./build-notifications.ts";
import type { Circuit } from "./circuit.ts";
import { count } from "./count.ts";
import { noteAnswer, noteOutage } from "./note-circuit.ts";

interface Ports {
  readonly topic: Topic;
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Publishes pending notifications and notes what became of each; never throws. */
export async function publishPending(
  pending: readonly PendingNotification[],
  { circuit, within }: { readonly circuit: Circuit; readonly within: Within },
  ports: Ports,
): Promise<Publication> {
  const { notifications, unfit } = buildNotifications(pending);
  const published = await ports.topic
    .publish(notifications, within)
    .catch((outage: unknown): Publication => ({ taken: new Set(), refused: new Map(), outage }));
  const publication = { ...published, refused: new Map([...unfit, ...published.refused]) };
  noteTopic(publication, pending, circuit, ports);
  noteEach(publication, pending, ports);
  return publication;
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

function noteTopic(
  { taken, outage }: Publication,
  [first]: readonly PendingNotification[],
  circuit: Circuit,
  ports: Ports,
): void {
  const correlationId = first?.correlationId ?? "";
  if (taken.size === 0 && outage !== undefined) noteOutage(circuit, { error: outage, correlationId }, ports);
  else noteAnswer(circuit, correlationId, ports);
}

function noteEach(
  { taken, refused, outage }: Publication,
  pending: readonly PendingNotification[],
  { now, log, metrics }: Ports,
): void {
  count(metrics, "Notified", taken.size);
  count(metrics, "AnnouncementsLeft", refused.size);
  for (const event of pending) {
    const { eventId, correlationId, receivedAt } = event;
    const code = refused.get(eventId);
    if (taken.has(eventId)) {
      log.info("event notified", { correlationId, eventId });
      metrics.add("NotificationLatency", Math.max(0, now() - Date.parse(receivedAt)));
    } else if (code !== undefined) log.error("notification refused", { correlationId, eventId, code });
    else noteLeft([event], { log, metrics }, outage);
  }
}
