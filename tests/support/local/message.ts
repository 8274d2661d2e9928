import { randomUUID } from "node:crypto";
import { outgoingMessage } from "../../../runtime/core/accept/outgoing-message.ts";
import { eventIdOf } from "../../../runtime/core/identity.ts";
import { authorized, canonical, sha256, transaction } from "./events.ts";

interface Parts {
  readonly correlationId?: string;
  readonly data?: unknown;
  /** Of the payload that was accepted. @default that of `data` */
  readonly fingerprint?: string;
}

const producer = "local-dev";

/** A message as ingest puts it on the queue for an event of this id. */
export function queueMessage(
  id: string,
  { correlationId = `corr-${id}`, data = transaction(), ...parts }: Parts = {},
) {
  const text = canonical(data);
  const source = `/producers/${producer}`;
  const eventId = eventIdOf(producer, source, id);
  const { type } = authorized(id);
  const accepted = {
    eventId,
    acceptanceId: randomUUID(),
    correlationId,
    producer,
    receivedAt: new Date().toISOString(),
    fingerprint: parts.fingerprint ?? sha256(text),
    payloadBytes: Buffer.byteLength(text),
    event: { id, source, type },
  };
  return { eventId, ...outgoingMessage(accepted, { canonical: text }) };
}
