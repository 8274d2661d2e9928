import * as v from "valibot";
import { messageAttributes } from "../../contract/attributes.ts";
import { parseFaithfully } from "../../contract/faithful-json.ts";
import { CorrelationId } from "../../contract/identifiers.ts";
import { AcceptedEvent } from "../../contract/message.ts";
import type { ReceivedMessage } from "../../ports/received-message.ts";
import { eventIdOf, payloadKeyOf } from "../identity.ts";
import { Judgement } from "./judgement.ts";
import { placesOf } from "./places.ts";

/**
 * Reads the body of a queue message.
 * @throws Judgement malformed_message when it is not one that Fluxa wrote.
 */
export function decodeMessage({ body }: ReceivedMessage): AcceptedEvent {
  const result = v.safeParse(AcceptedEvent, parse(body));
  if (!result.success) {
    const places = placesOf(result.issues, "the message");
    throw new Judgement("malformed_message", `The message does not match its contract at ${places}.`);
  }
  requireOwnNames(result.output);
  return result.output;
}

/** What is named after the event must be, or one producer's message could lead to another's event or payload. */
function requireOwnNames({ eventId, producer, event, fingerprint, payloadKey }: AcceptedEvent): void {
  if (eventId !== eventIdOf(producer, event.source, event.id)) {
    throw new Judgement(
      "malformed_message",
      "The event id is not the one of the event's producer, source and id.",
    );
  }
  if (payloadKey === undefined || payloadKey === payloadKeyOf(producer, eventId, fingerprint)) return;
  throw new Judgement(
    "malformed_message",
    "The payload's key is not the one of the event and its fingerprint.",
  );
}

function parse(body: string): unknown {
  try {
    return parseFaithfully(body);
  } catch {
    throw new Judgement("malformed_message", "The message's body is not JSON.");
  }
}

/** The correlation id of a message that may not be decodable; undefined when it was lost. */
export function correlationIdOf({ attributes }: ReceivedMessage): string | undefined {
  const id = attributes[messageAttributes.correlationId];
  return v.is(CorrelationId, id) ? id : undefined;
}
