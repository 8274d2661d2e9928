import * as v from "valibot";
import { EventAttributes, ExtensionValue } from "../cloud-event.ts";
import { type EventTypeName, eventTypes } from "../event-types/index.ts";

const { id, source, subject, time, dataschema } = EventAttributes.entries;

/** The CloudEvents `type`: the name of the schema that `data` must match. */
const TypeName = v.picklist(Object.keys(eventTypes) as EventTypeName[]);

/** Stands for the payload; the document describes it by the schemas of all event types. */
const Payload = v.unknown();

/** The JSON event format 1.0.2: a null attribute is an absent one, other members are extensions. */
export const StructuredEvent = v.objectWithRest(
  {
    specversion: v.picklist(["1.0"]),
    type: TypeName,
    id: v.nullish(id),
    source: v.nullish(source),
    subject: v.nullish(subject.wrapped),
    time: v.nullish(time.wrapped),
    dataschema: v.nullish(dataschema.wrapped),
    datacontenttype: v.optional(v.picklist(["application/json"])),
    data: Payload,
  },
  ExtensionValue,
);

/** An event without CloudEvents. */
export const PlainEvent = v.strictObject({
  type: TypeName,
  data: Payload,
  id: v.optional(id),
  source: v.optional(source),
  subject,
  time,
  dataschema,
});

/** The attributes of binary mode, by header (HTTP binding 1.0.2 §3.1); extensions are `ce-` and their name. */
export const binaryHeaders = {
  "ce-specversion": v.picklist(["1.0"]),
  "ce-type": TypeName,
  "ce-id": id,
  "ce-source": source,
  "ce-subject": subject.wrapped,
  "ce-time": time.wrapped,
  "ce-dataschema": dataschema.wrapped,
} as const;
