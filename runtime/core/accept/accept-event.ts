import * as v from "valibot";
import type { EventAttributes } from "../../contract/cloud-event.ts";
import { Traceparent } from "../../contract/identifiers.ts";
import { limits } from "../../contract/limits.ts";
import type { AcceptedEvent } from "../../contract/message.ts";
import type { Clock, EventQueue, Log, NewId, PayloadStore } from "../../ports.ts";
import { eventIdOf, fingerprintOf, payloadKeyOf } from "../identity.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { Problem } from "../problem.ts";
import { checkEvent } from "./check-event.ts";
import { identify } from "./identify.ts";
import { outgoingMessage } from "./outgoing-message.ts";
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

/** One acceptance, durable once this is returned. */
export interface Acceptance {
  readonly eventId: string;
  readonly acceptanceId: string;
  readonly fingerprint: string;
  readonly payloadBytes: number;
  readonly offloaded: boolean;
  readonly type: string;
}

/**
 * Takes one event: reads, checks, fingerprints and queues it.
 * @throws Problem for whatever the producer has to mend or to retry.
 */
export async function acceptEvent(request: AcceptRequest, ports: AcceptPorts): Promise<Acceptance> {
  const draft = readEvent(request);
  const { id, retrySafe } = identify(draft.attributes["id"], request.headers["idempotency-key"], ports.newId);
  const source = draft.attributes["source"] ?? `/producers/${request.producer.name}`;
  const event = checkEvent({ ...draft.attributes, id, source }, draft);
  const canonical = canonicalPayload(draft.data);
  const accepted = accept(event, canonical, request, ports);
  const offloaded = await enqueue(accepted, canonical, ports).catch((cause: unknown) => {
    throw unavailable(retrySafe, cause);
  });
  return { ...accepted, offloaded, type: event.type };
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
  { now, newId }: AcceptPorts,
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

/** Sends the event, its payload to S3 first when it is too large to travel along; says whether it was. */
async function enqueue(accepted: AcceptedEvent, canonical: string, ports: AcceptPorts): Promise<boolean> {
  const inline =
    accepted.payloadBytes <= ports.inlineLimitBytes ? outgoingMessage(accepted, { canonical }) : undefined;
  if (inline !== undefined && inline.bytes <= limits.queueMessageBytes - limits.deadLetterReserveBytes) {
    await ports.queue.send(inline);
    return false;
  }
  const payloadKey = payloadKeyOf(accepted.producer, accepted.eventId, accepted.fingerprint);
  await ports.payloads.put(payloadKey, canonical, accepted.fingerprint);
  await ports.queue.send(outgoingMessage(accepted, { payloadKey }));
  return true;
}

function unavailable(retrySafe: boolean, cause: unknown): Problem {
  const advice = retrySafe
    ? "Send the same request again; it names the same event, which is stored once."
    : "The event may or may not have been taken, and has no id of yours: send an id or an Idempotency-Key so that a retry is safe.";
  return new Problem("unavailable", `The event could not be queued. ${advice}`, { retryAfter: 2, cause });
}
