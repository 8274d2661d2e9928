import type { PendingNotification } from "./pending-notification.ts";
import type { Within } from "./time.ts";

/** The outbox as the relay sees it. */
export interface OutboxStore {
  /** Takes up to `limit` notifications whose lease has passed, oldest first, and leases them anew. */
  lease(limit: number, within?: Within): Promise<readonly PendingNotification[]>;
  clear(eventIds: readonly string[], within?: Within): Promise<void>;
  /** Age of the oldest pending notification in seconds, 0 when there is none. */
  oldestAgeSeconds(within?: Within): Promise<number>;
}
