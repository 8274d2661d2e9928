import * as v from "valibot";
import { errors, failureTypes } from "../errors.ts";
import { CorrelationId, Fingerprint, ProducerName, Uuid } from "../identifiers.ts";
import type { DeadReceipt, StoredReceipt } from "../receipt.ts";
import { Timestamp } from "../timestamp.ts";

/** The body of a 202. */
export const AcceptedAnswer = v.strictObject({
  eventId: Uuid,
  correlationId: CorrelationId,
  fingerprint: Fingerprint,
  status: v.picklist(["accepted"]),
});

/** An event as it is published: with `data`, or with `dataref` when the payload is too large to be carried. */
const PublishedEvent = v.looseObject({
  specversion: v.picklist(["1.0"]),
  id: v.string(),
  source: v.string(),
  type: v.string(),
});

const common = {
  eventId: Uuid,
  correlationId: v.nullable(v.string()),
  producer: ProducerName,
  fingerprint: v.nullable(Fingerprint),
  acceptedAt: v.nullable(Timestamp),
};

const StoredReceiptAnswer = v.strictObject({
  ...common,
  status: v.picklist(["persisted", "notified"]),
  persistedAt: Timestamp,
  notifiedAt: v.nullable(Timestamp),
  duplicates: v.pipe(v.number(), v.integer(), v.minValue(0)),
  conflicts: v.pipe(v.number(), v.integer(), v.minValue(0)),
  event: v.nullable(PublishedEvent),
}) satisfies v.GenericSchema<StoredReceipt, StoredReceipt>;

const DeadReceiptAnswer = v.strictObject({
  ...common,
  status: v.picklist(["dead"]),
  deadAt: Timestamp,
  failureType: v.picklist(namesOf(failureTypes)),
  failureReason: v.string(),
}) satisfies v.GenericSchema<DeadReceipt, DeadReceipt>;

/** What is known of an event. */
export const ReceiptAnswer = v.variant("status", [StoredReceiptAnswer, DeadReceiptAnswer]);

/** The members of problem details (RFC 9457), as they also stand in the results of a batch. */
export const problemMembers = {
  type: v.pipe(v.string(), v.regex(/^urn:fluxa:problem:[a-z_]+$/, "names the code")),
  title: v.string(),
  status: v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  code: v.picklist(namesOf(errors)),
  errors: v.optional(v.array(v.strictObject({ path: v.string(), message: v.string() }))),
};

/** Problem details (RFC 9457). */
export const ProblemAnswer = v.strictObject({ ...problemMembers, correlationId: v.string() });

/** The event types and where each one's schema is. */
export const SchemaListAnswer = v.strictObject({
  schemas: v.array(
    v.strictObject({
      type: v.string(),
      version: v.pipe(v.number(), v.integer(), v.minValue(1)),
      dataschema: v.string(),
      meaning: v.string(),
      href: v.string(),
    }),
  ),
});

/** The API answers; it says nothing of the services behind it. */
export const HealthAnswer = v.strictObject({ status: v.picklist(["ok"]) });

function namesOf<Name extends string>(registry: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(registry) as Name[];
}
