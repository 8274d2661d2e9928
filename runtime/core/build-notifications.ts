import type { PendingNotification } from "../ports/pending-notification.ts";
import type { Notification } from "../ports/topic.ts";
import { notificationOf } from "./notification.ts";

interface Built {
  readonly notifications: readonly Notification[];
  /** By event id, with what went wrong. */
  readonly unfit: ReadonlyMap<string, string>;
}

/** Notifications of events; one that cannot even be written must not keep the others from being published. */
export function buildNotifications(pending: readonly PendingNotification[]): Built {
  const notifications: Notification[] = [];
  const unfit = new Map<string, string>();
  for (const event of pending) {
    try {
      notifications.push(notificationOf(event));
    } catch (error) {
      unfit.set(event.eventId, error instanceof Error ? error.name : "unknown");
    }
  }
  return { notifications, unfit };
}
