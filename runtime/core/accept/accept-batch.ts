import type { SendOutcome } from "../../ports/event-queue.ts";
import { Problem } from "../problem.ts";
import type { AcceptPorts } from "./accept-event.ts";
import { type Acceptance, acceptanceOf } from "./acceptance.ts";
import { identifyItems } from "./identify.ts";
import { messageNotSent, notQueued, PayloadNotStored } from "./not-queued.ts";
import { parcelOf } from "./parcel.ts";
import { type PreparedEvent, prepareEvent } from "./prepare-event.ts";
import { readBatch } from "./read-batch.ts";
import { refuseContradictions } from "./refuse-contradictions.ts";
import type { AcceptRequest } from "./request.ts";
import { type SendPorts, sendParcels } from "./send-parcels.ts";

/** How an event is named, once that is known. */
interface ItemIdentity {
  readonly id: string;
  readonly eventId: string;
  /** Whether the same request would name the same event. */
  readonly retrySafe: boolean;
}

/** What became of one item. */
export type ItemResult =
  | { readonly identity: ItemIdentity; readonly acceptance: Acceptance }
  | { readonly identity?: ItemIdentity; readonly problem: Problem };

/**
 * Takes a batch: what became of each of its items, in their order.
 * @throws Problem when the request as a whole is at fault, and nothing of it was taken.
 */
export async function acceptBatch(
  request: AcceptRequest,
  ports: AcceptPorts & SendPorts,
): Promise<readonly ItemResult[]> {
  const items = refuseContradictions(prepareItems(request, ports));
  const parcels = new Map(
    items.flatMap((item) =>
      item instanceof Problem ? [] : [[item, parcelOf(item, ports.inlineLimitBytes)] as const],
    ),
  );
  const outcomes = await sendParcels([...parcels.values()], ports, request.deadline);
  return items.map((item) => {
    if (item instanceof Problem) return { problem: item };
    const parcel = parcels.get(item);
    return resultOf(item, parcel?.payload !== undefined, parcel && outcomes.get(parcel));
  });
}

function resultOf(item: PreparedEvent, offloaded: boolean, outcome: SendOutcome | undefined): ItemResult {
  const { accepted, retrySafe } = item;
  const identity = { id: accepted.event.id, eventId: accepted.eventId, retrySafe };
  if (outcome?.state === "sent") return { identity, acceptance: acceptanceOf(item, offloaded) };
  const where = outcome?.state === "refused" ? "not queued" : "unknown";
  const cause = outcome?.cause instanceof PayloadNotStored ? outcome.cause : messageNotSent(outcome?.cause);
  return { identity, problem: notQueued(cause, where, retrySafe) };
}

function prepareItems(request: AcceptRequest, ports: AcceptPorts): readonly (PreparedEvent | Problem)[] {
  const reads = readBatch(request);
  const identify = identifyItems(request.headers["idempotency-key"], ports.newId);
  return reads.map((read, index) => {
    try {
      const draft = read();
      return prepareEvent(draft, identify(draft.attributes["id"], index), request, ports);
    } catch (error) {
      if (error instanceof Problem) return atItem(error, index);
      throw error;
    }
  });
}

/** Says where the fault stands in the batch. */
function atItem({ code, message, faults }: Problem, index: number): Problem {
  return new Problem(code, message, {
    faults: faults.map((fault) => ({ ...fault, path: `/${index}${fault.path}` })),
  });
}
