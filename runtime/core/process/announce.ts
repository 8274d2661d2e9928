import type { PendingNotification } from "../../ports/pending-notification.ts";
import { pendingOf } from "../notification.ts";
import { noteLeft, publishPending } from "../publish-pending.ts";
import type { Attempt } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/**
 * Publishes what was stored for the first time and clears its outbox rows. Nothing here fails a
 * message: it is stored, and what could not be published or cleared is the relay's.
 */
export async function announce(settled: readonly Attempt<"settled">[], ports: BatchPorts): Promise<void> {
  const stored = settled.filter(({ outcome }) => outcome.verdict === "stored");
  if (stored.length === 0) return;
  const pending = stored.map(({ outcome }) => pendingOf(outcome.event, ports.notificationInlineBytes));
  const within = ports.time.for("publish");
  const circuit = ports.memory.topic;
  if (within === 0 || !circuit.admits()) return noteLeft(pending, ports);
  const { taken } = await publishPending(pending, { circuit, within }, ports);
  await clear(
    pending.filter(({ eventId }) => taken.has(eventId)),
    ports,
  );
}

async function clear(notified: readonly PendingNotification[], ports: BatchPorts): Promise<void> {
  const within = ports.time.for("clear");
  if (notified.length === 0) return;
  if (within === 0) return noteLeft(notified, ports);
  const eventIds = notified.map(({ eventId }) => eventId);
  await ports.store.clear(eventIds, within).catch((error: unknown) => noteLeft(notified, ports, error));
}
