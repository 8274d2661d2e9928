import type { Clock, Log, Metrics, OutboxStore, Topic } from "../ports.ts";
import { notificationOf } from "./notification.ts";
import { noteLeft, noteNotified } from "./process/announce.ts";

export interface RelayPorts {
  readonly outbox: OutboxStore;
  readonly topic: Topic;
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const leaseSize = 50;

/**
 * Publishes what a processor stored and could not announce, until nothing is left whose lease has
 * passed, SNS takes nothing more, or the deadline (epoch milliseconds) is reached.
 * @returns how many events were notified.
 */
export async function relay(deadline: number, ports: RelayPorts): Promise<number> {
  ports.metrics.add("OutboxAge", await ports.outbox.oldestAgeSeconds());
  let notified = 0;
  while (ports.now() < deadline) {
    const pending = await ports.outbox.lease(leaseSize);
    if (pending.length === 0) break;
    const taken = await ports.topic.publish(pending.map(notificationOf));
    noteLeft(
      pending.filter(({ eventId }) => !taken.has(eventId)),
      ports,
    );
    if (taken.size === 0) break;
    noteNotified(
      pending.filter(({ eventId }) => taken.has(eventId)),
      ports,
    );
    await ports.outbox.clear([...taken]);
    notified += taken.size;
  }
  return notified;
}
