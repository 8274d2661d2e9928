import { randomUUID } from "node:crypto";
import { eventIdOf, fingerprintOf, payloadKeyOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { transaction } from "../core/events.ts";

/** A letter as it lies in the dead-letter queue, whose payload is missing until it is mended. */
export interface DeadLetterToMake {
  readonly eventId: string;
  readonly payloadKey: string;
  readonly canonical: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Letter {
  readonly id?: string;
  readonly producer?: string;
  readonly type?: string;
  /** undefined is a letter that nobody judged. */
  readonly failureType?: string | undefined;
  readonly failureReason?: string;
  /** Other than that of the same id makes other content. */
  readonly transactionId?: string;
  /** Whether the payload travels in the message, so that nothing has to be mended. */
  readonly inline?: boolean;
}

/** A letter of an event with an identity of its own. */
export function deadLetter(letter: Letter = {}): DeadLetterToMake {
  const { id = randomUUID(), producer = "shop", type = "transaction.authorized" } = letter;
  const source = `/producers/${producer}`;
  const eventId = eventIdOf(producer, source, id);
  const canonical = canonicalJson(transaction({ transactionId: letter.transactionId ?? `tx-${id}` }));
  const fingerprint = fingerprintOf(canonical);
  const payloadKey = payloadKeyOf(producer, eventId, fingerprint);
  const acceptanceId = randomUUID();
  const carried = { event_id: eventId, acceptance_id: acceptanceId, correlation_id: `corr-${id}` };
  const failureType = "failureType" in letter ? letter.failureType : "payload_missing";
  const { failureReason = `There is no payload in S3 at ${payloadKey}.` } = letter;
  return {
    eventId,
    payloadKey,
    canonical,
    body: JSON.stringify({
      eventId,
      acceptanceId,
      correlationId: `corr-${id}`,
      producer,
      receivedAt: new Date().toISOString(),
      fingerprint,
      payloadBytes: Buffer.byteLength(canonical),
      event: { id, source, type },
      ...(letter.inline === true ? { data: JSON.parse(canonical) } : { payloadKey }),
    }),
    attributes:
      failureType === undefined
        ? carried
        : { ...carried, failure_type: failureType, failure_reason: failureReason, attempts: "1" },
  };
}

/** So many letters of one kind. */
export function deadLetters(count: number, letter: Letter = {}): readonly DeadLetterToMake[] {
  return Array.from({ length: count }, () => deadLetter(letter));
}

/** The letter as one entry of a batch. */
export function letterEntry({ body, attributes }: DeadLetterToMake) {
  return {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  };
}
