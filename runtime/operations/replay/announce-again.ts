import { notificationAttributes } from "../../contract/attributes.ts";
import type { ReplayCounts } from "../../contract/replays.ts";
import { buildNotifications } from "../../core/build-notifications.ts";
import type { PendingNotification } from "../../ports/pending-notification.ts";
import type { Notification, Publication } from "../../ports/topic.ts";
import { messageOf } from "../message-of.ts";
import type { ReplayPorts } from "./replay-ports.ts";

const attempts = 3;
const pauseMs = 1_000;

interface Announced extends ReplayCounts {
  /** Why some were not taken, although they were tried several times. */
  readonly outage?: string;
}

type Ports = Pick<ReplayPorts, "topic" | "pause" | "log">;

/** Announces events as they were announced at first, with the replay's id as one attribute more. */
export async function announceAgain(
  replayId: string,
  events: readonly PendingNotification[],
  ports: Ports,
): Promise<Announced> {
  const { notifications, unfit } = buildNotifications(events);
  const { taken, refused, ...rest } = await publish(
    notifications.map((notification) => marked(notification, replayId)),
    ports,
  );
  const codes = new Map([...unfit, ...refused]);
  for (const { eventId, correlationId } of events) {
    const code = codes.get(eventId);
    if (code !== undefined)
      ports.log.error("announcement refused", { correlationId, eventId, code, replayId });
    else if (taken.has(eventId))
      ports.log.info("event announced again", { correlationId, eventId, replayId });
  }
  const counts = { announced: taken.size, refused: codes.size };
  return "outage" in rest ? { ...counts, outage: messageOf(rest.outage) } : counts;
}

/** What was not taken for the moment is tried again. */
async function publish(
  notifications: readonly Notification[],
  { topic, pause }: Ports,
): Promise<Publication> {
  const taken = new Set<string>();
  const refused = new Map<string, string>();
  let left = notifications;
  for (let attempt = 1; left.length > 0; attempt++) {
    const publication = await topic.publish(left);
    for (const eventId of publication.taken) taken.add(eventId);
    for (const [eventId, code] of publication.refused) refused.set(eventId, code);
    left = left.filter(({ eventId }) => !taken.has(eventId) && !refused.has(eventId));
    if (left.length === 0) break;
    if (attempt === attempts) return { taken, refused, outage: publication.outage };
    await pause(pauseMs);
  }
  return { taken, refused };
}

/** Subscribers filter by it, or tell by it what they may have had before. */
function marked(notification: Notification, replayId: string): Notification {
  const attributes = { ...notification.attributes, [notificationAttributes.replayId]: replayId };
  return { ...notification, attributes };
}
