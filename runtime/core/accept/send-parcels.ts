import { limits } from "../../contract/limits.ts";
import type { Random } from "../../ports/chance.ts";
import type { EventQueue, SendOutcome } from "../../ports/event-queue.ts";
import type { PayloadStore } from "../../ports/payload-store.ts";
import type { Pause } from "../../ports/time.ts";
import { mapConcurrently } from "../map-concurrently.ts";
import { payloadNotStored } from "./not-queued.ts";
import type { Parcel } from "./parcel.ts";

export interface SendPorts {
  readonly payloads: PayloadStore;
  readonly queue: EventQueue;
  readonly pause: Pause;
  readonly random: Random;
}

type Outcomes = ReadonlyMap<Parcel, SendOutcome>;

/**
 * Sends parcels, payloads to S3 first, and says what became of each. Those without a payload do not
 * wait for S3, and one that S3 or SQS refuses holds up no other.
 */
export async function sendParcels(
  parcels: readonly Parcel[],
  ports: SendPorts,
  deadline: AbortSignal,
): Promise<Outcomes> {
  const small = parcels.filter(({ payload }) => payload === undefined);
  const large = parcels.filter(({ payload }) => payload !== undefined);
  const [ofSmall, ofLarge] = await Promise.all([
    sendMessages(small, ports, deadline),
    sendLarge(large, ports, deadline),
  ]);
  return new Map([...ofSmall, ...ofLarge]);
}

async function sendLarge(
  parcels: readonly Parcel[],
  ports: SendPorts,
  deadline: AbortSignal,
): Promise<Outcomes> {
  const puts = new Map(
    await mapConcurrently(
      parcels,
      limits.concurrentSends,
      async (parcel) => [parcel, await put(parcel, ports, deadline)] as const,
    ),
  );
  const stored = parcels.filter((parcel) => puts.get(parcel)?.state === "sent");
  return new Map([...puts, ...(await sendMessages(stored, ports, deadline))]);
}

/** A payload that could not be put is one that is surely not queued. */
async function put(
  { payload }: Parcel,
  { payloads }: SendPorts,
  deadline: AbortSignal,
): Promise<SendOutcome> {
  try {
    if (payload !== undefined)
      await payloads.put(payload.key, payload.canonical, payload.fingerprint, deadline);
    return { state: "sent" };
  } catch (cause) {
    return { state: "refused", cause: payloadNotStored(cause) };
  }
}

/** Offers messages that SQS refuses for themselves again, as long as there is time. */
async function sendMessages(
  parcels: readonly Parcel[],
  { queue, pause, random }: SendPorts,
  deadline: AbortSignal,
): Promise<Outcomes> {
  const outcomes = new Map<Parcel, SendOutcome>();
  let pending = parcels;
  for (let attempt = 1; pending.length > 0; attempt++) {
    const messages = pending.map(({ message }) => message);
    const sent = await queue.sendAll(messages, deadline);
    for (const [index, parcel] of pending.entries()) outcomes.set(parcel, sent[index] ?? silence);
    if (attempt === limits.sendAttempts || deadline.aborted) break;
    pending = pending.filter((parcel) => outcomes.get(parcel)?.state === "refused");
    if (pending.length > 0) await pause(100 * 2 ** attempt * (0.5 + random() / 2));
  }
  return outcomes;
}

const silence: SendOutcome = { state: "unknown", cause: "The queue said nothing of this message." };
