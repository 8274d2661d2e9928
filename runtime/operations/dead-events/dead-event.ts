import * as v from "valibot";
import { messageAttributes as names } from "../../contract/attributes.ts";
import { unjudged } from "../../contract/dead-events.ts";
import { CorrelationId, Uuid } from "../../contract/identifiers.ts";
import type { Letter, LetterAttribute, SentLetter } from "../ports.ts";
import { type BodyFacts, readBody } from "./read-body.ts";

/** A letter as a list shows it; null where the letter does not tell. */
export interface DeadEvent {
  /** Message id in the dead-letter queue. */
  readonly letterId: string;
  readonly eventId: string | null;
  readonly failureType: string;
  readonly failureReason: string | null;
  /** Deliveries before it was judged. */
  readonly attempts: number | null;
  readonly producer: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
  /** RFC 3339, UTC; of a letter that SQS moved by itself, when it came to its first queue. */
  readonly deadAt: string;
  readonly acceptedAt: string | null;
  readonly payloadBytes: number | null;
}

/** What a letter and its attributes tell. */
export function deadEventOf(letter: Letter, facts: BodyFacts = readBody(letter.body)): DeadEvent {
  const text = (name: string) => letter.attributes[name]?.text;
  return {
    letterId: letter.letterId,
    eventId: facts.eventId ?? valid(Uuid, text(names.eventId)),
    failureType: text(names.failureType) ?? unjudged,
    failureReason: text(names.failureReason) ?? null,
    attempts: countOf(text(names.attempts)),
    producer: facts.producer ?? null,
    type: facts.type ?? null,
    subject: facts.subject ?? null,
    correlationId: valid(CorrelationId, text(names.correlationId)) ?? facts.correlationId ?? null,
    deadAt: new Date(letter.sentAt).toISOString(),
    acceptedAt: facts.acceptedAt ?? null,
    payloadBytes: facts.payloadBytes ?? null,
  };
}

const failureAttributes: ReadonlySet<string> = new Set([
  names.failureType,
  names.failureReason,
  names.attempts,
]);

/** The message as it was before it died. */
export function beforeDeath(letter: Letter): Letter {
  return { ...letter, attributes: without(letter.attributes) };
}

function without(attributes: Letter["attributes"]): Readonly<Record<string, LetterAttribute>> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !failureAttributes.has(name)));
}

/** What the fate of a letter that was sent back is found by. */
export function sentLetter(letter: Letter, messageId: string): SentLetter {
  const { eventId, acceptanceId, fingerprint, type } = readBody(letter.body);
  return { letterId: letter.letterId, messageId, eventId, acceptanceId, fingerprint, type };
}

function valid(schema: v.GenericSchema<unknown, string>, value: string | undefined): string | null {
  return value !== undefined && v.is(schema, value) ? value : null;
}

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
