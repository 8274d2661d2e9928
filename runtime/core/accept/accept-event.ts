import type { NewId } from "../../ports/chance.ts";
import type { EventQueue } from "../../ports/event-queue.ts";
import type { Log } from "../../ports/log.ts";
import type { PayloadStore } from "../../ports/payload-store.ts";
import type { Clock } from "../../ports/time.ts";
import { type Acceptance, acceptanceOf } from "./acceptance.ts";
import { identify } from "./identify.ts";
import { messageNotSent, notQueued, payloadNotStored } from "./not-queued.ts";
import { parcelOf } from "./parcel.ts";
import { type PreparedEvent, prepareEvent } from "./prepare-event.ts";
import { readEvent } from "./read-event.ts";
import type { AcceptRequest } from "./request.ts";

export interface AcceptPorts {
  readonly payloads: PayloadStore;
  readonly queue: EventQueue;
  readonly now: Clock;
  readonly newId: NewId;
  readonly log: Log;
  /** Largest canonical payload that travels in the message, bytes. */
  readonly inlineLimitBytes: number;
}

/**
 * Takes one event: reads, checks, fingerprints and queues it.
 * @throws Problem for whatever the producer has to mend or to retry.
 */
export async function acceptEvent(request: AcceptRequest, ports: AcceptPorts): Promise<Acceptance> {
  const draft = readEvent(request);
  const chosen = identify(draft.attributes["id"], request.headers["idempotency-key"], ports.newId);
  const prepared = prepareEvent(draft, chosen, request, ports);
  return acceptanceOf(prepared, await enqueue(prepared, ports, request.deadline));
}

/** Sends the event, its payload to S3 first when it is too large to travel along; says whether it was. */
async function enqueue(
  prepared: PreparedEvent,
  { payloads, queue, inlineLimitBytes }: AcceptPorts,
  deadline: AbortSignal,
): Promise<boolean> {
  const { retrySafe } = prepared;
  const { message, payload } = parcelOf(prepared, inlineLimitBytes);
  if (payload !== undefined) {
    const { key, canonical, fingerprint } = payload;
    await payloads.put(key, canonical, fingerprint, deadline).catch((cause: unknown) => {
      throw notQueued(payloadNotStored(cause), "not queued", retrySafe);
    });
  }
  await queue.send(message, deadline).catch((cause: unknown) => {
    throw notQueued(messageNotSent(cause), "unknown", retrySafe);
  });
  return payload !== undefined;
}
