import type { Message } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { messageAttributes } from "../../runtime/contract/attributes.ts";
import type { Subject } from "./strike-report.ts";

/** Only event ids are UUIDs of version 8. */
const eventId = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** The event ids that are somewhere in a text. */
export function eventIdsIn(text: string): readonly string[] {
  return [...new Set(text.match(eventId))];
}

/** Whom messages of the event queue are about. */
export function subjectOfMessages(messages: readonly Message[]): Subject {
  const values = (name: string) =>
    messages.flatMap(({ MessageAttributes = {} }) => MessageAttributes[name]?.StringValue ?? []);
  return {
    eventIds: values(messageAttributes.eventId),
    correlationIds: values(messageAttributes.correlationId),
  };
}

const Headers = v.object({ headers: v.record(v.string(), v.string()) });
const Records = v.object({
  Records: v.array(
    v.object({
      messageAttributes: v.record(v.string(), v.object({ stringValue: v.optional(v.string(), "") })),
    }),
  ),
});

/** Whom an invocation with this event is about: of a request or of a batch of messages. */
export function subjectOfEvent(event: string): Subject {
  const parsed: unknown = JSON.parse(event);
  return { eventIds: eventIdsIn(event), correlationIds: correlationIdsOf(parsed) };
}

function correlationIdsOf(event: unknown): readonly string[] {
  if (v.is(Records, event)) {
    return event.Records.flatMap(
      ({ messageAttributes: attributes }) => attributes[messageAttributes.correlationId]?.stringValue ?? [],
    );
  }
  if (!v.is(Headers, event)) return [];
  return Object.entries(event.headers).flatMap(([name, value]) =>
    name.toLowerCase() === "x-correlation-id" ? [value] : [],
  );
}
