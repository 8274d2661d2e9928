import type { Message } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { hashOf } from "./content.ts";
import type { Heard } from "./evidence.ts";

const Notification = v.object({
  specversion: v.literal("1.0"),
  id: v.string(),
  source: v.string(),
  type: v.string(),
  subject: v.optional(v.string()),
  time: v.optional(v.string()),
  eventid: v.string(),
  producer: v.string(),
  correlationid: v.string(),
  fingerprint: v.string(),
  data: v.optional(v.unknown()),
  dataref: v.optional(v.string()),
});

/** A message of a raw subscription as the notification that it is; undefined when it is none. */
export function heardOf({ Body = "", MessageAttributes = {} }: Message): Heard | undefined {
  const result = v.safeParse(Notification, parse(Body));
  if (!result.success) return undefined;
  const { eventid, correlationid, producer, id, source, type, subject, time, fingerprint, data, dataref } =
    result.output;
  return {
    eventId: eventid,
    correlationId: correlationid,
    producer,
    source,
    sourceId: id,
    type,
    subject: subject ?? null,
    time: time ?? null,
    fingerprint,
    carried: data === undefined ? undefined : hashOf(data),
    dataref,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
