import * as v from "valibot";
import type { EventAttributes } from "../../contract/cloud-event.ts";
import { Traceparent } from "../../contract/identifiers.ts";
import { limits } from "../../contract/limits.ts";
import type { AcceptedEvent } from "../../contract/message.ts";
import type { NewId } from "../../ports/chance.ts";
import type { Clock } from "../../ports/time.ts";
import { eventIdOf, fingerprintOf } from "../identity.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { Problem } from "../problem.ts";
import { checkEvent } from "./check-event.ts";
import type { EventDraft } from "./event-draft.ts";
import type { ChosenId } from "./identify.ts";
import type { AcceptRequest } from "./request.ts";

/** An event that is as it should be, and not on the queue yet. */
export interface PreparedEvent {
  readonly accepted: AcceptedEvent;
  /** The payload as RFC 8785 canonical JSON. */
  readonly canonical: string;
  /** Whether the producer can name the same event again. */
  readonly retrySafe: boolean;
}

/**
 * Checks and fingerprints an event.
 * @throws Problem for what the producer has to mend.
 */
export function prepareEvent(
  draft: EventDraft,
  { id, retrySafe }: ChosenId,
  request: AcceptRequest,
  ports: { readonly now: Clock; readonly newId: NewId },
): PreparedEvent {
  const source = draft.attributes["source"] ?? `/producers/${request.producer.name}`;
  const event = checkEvent({ ...draft.attributes, id, source }, draft);
  const canonical = canonicalPayload(draft.data);
  return { accepted: accept(event, canonical, request, ports), canonical, retrySafe };
}

function canonicalPayload(data: unknown): string {
  const canonical = canonicalJson(data);
  const bytes = Buffer.byteLength(canonical);
  if (bytes <= limits.payloadBytes) return canonical;
  throw new Problem(
    "payload_too_large",
    `The payload has ${bytes} bytes as canonical JSON (RFC 8785); at most ${limits.payloadBytes} are accepted. Store large parts elsewhere and send a link.`,
  );
}

function accept(
  event: EventAttributes,
  canonical: string,
  { producer, correlationId, headers }: AcceptRequest,
  { now, newId }: { readonly now: Clock; readonly newId: NewId },
): AcceptedEvent {
  const traceparent = [headers["traceparent"], event.extensions?.["traceparent"]].find((text) =>
    v.is(Traceparent, text),
  );
  return {
    eventId: eventIdOf(producer.name, event.source, event.id),
    acceptanceId: newId(),
    correlationId,
    producer: producer.name,
    receivedAt: new Date(now()).toISOString(),
    fingerprint: fingerprintOf(canonical),
    payloadBytes: Buffer.byteLength(canonical),
    ...(typeof traceparent === "string" && { traceparent }),
    event,
  };
}
