import * as v from "valibot";
import { findEventType } from "../../contract/event-types/index.ts";
import type { AcceptedEvent } from "../../contract/message.ts";
import type { VerifiedEvent } from "../../ports/verified-event.ts";
import { fingerprintOf } from "../identity.ts";
import { canonicalJson } from "../json/canonical-json.ts";
import { Judgement } from "./judgement.ts";
import { placesOf } from "./places.ts";

/**
 * Proves that the payload is the one that was accepted: its fingerprint first, then its schema.
 * @param stored the payload's text when it came from S3.
 * @throws Judgement fingerprint_mismatch or schema_violation.
 */
export function verifyPayload(
  { data, payloadKey, ...accepted }: AcceptedEvent,
  stored?: string,
): VerifiedEvent {
  const canonical = stored ?? canonicalJson(data);
  if (fingerprintOf(canonical) !== accepted.fingerprint) {
    const place = payloadKey === undefined ? "in the message" : `in S3 at ${payloadKey}`;
    throw new Judgement(
      "fingerprint_mismatch",
      `The payload ${place} has another SHA-256 than the accepted one.`,
    );
  }
  const payload: unknown = stored === undefined ? data : JSON.parse(stored);
  return { ...accepted, canonical, userId: userIdOf(accepted.event.type, payload) };
}

function userIdOf(type: string, payload: unknown): string {
  const eventType = findEventType(type);
  if (eventType === undefined)
    throw new Judgement("schema_violation", `The event type ${type} is not known here.`);
  const result = v.safeParse(eventType.schema, payload);
  if (result.success) return result.output.userId;
  const places = placesOf(result.issues, "the payload");
  throw new Judgement("schema_violation", `The payload does not match the schema of ${type} at ${places}.`);
}
