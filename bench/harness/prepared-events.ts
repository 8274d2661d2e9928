import { createHash, randomUUID } from "node:crypto";
import { queueArn, region, names as resources } from "../../local/aws/names.ts";
import { sqsRecord } from "../../local/event-source/sqs-record.ts";
import { newId } from "../../runtime/adapters/identifiers.ts";
import { limits } from "../../runtime/contract/limits.ts";
import { acceptEvent } from "../../runtime/core/accept/accept-event.ts";
import { canonicalJson } from "../../runtime/core/json/canonical-json.ts";
import type { OutgoingMessage } from "../../runtime/ports/event-queue.ts";
import type { MixedEvent } from "./event-mix.ts";
import { sqsEventOf } from "./process-handler.ts";

/** An accepted event as Lambda delivers it, and what must come of it. */
export interface PreparedEvent {
  readonly eventId: string;
  /** The payload as ingest sends it, in the message or in S3. */
  readonly canonical: string;
  /** Its key in S3; absent when it travels in the message. */
  readonly payloadKey: string | undefined;
  /** The record of an SQS event, as JSON. */
  readonly record: string;
}

const producer = { name: "bench", reader: false } as const;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Takes an event as the ingest function does, down to the message that it would have sent. */
export async function prepare(event: MixedEvent): Promise<PreparedEvent> {
  const sent: { message?: OutgoingMessage; payloadKey?: string } = {};
  const request = {
    producer,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
    correlationId: randomUUID(),
    deadline: new AbortController().signal,
  };
  const { eventId } = await acceptEvent(request, {
    payloads: {
      put: async (payloadKey) => void Object.assign(sent, { payloadKey }),
      get: async () => "",
    },
    queue: {
      send: async (message) => void Object.assign(sent, { message }),
      sendAll: async () => [],
    },
    now: Date.now,
    newId,
    log: silent,
    inlineLimitBytes: limits.inlinePayloadBytes,
  });
  if (sent.message === undefined) throw new Error(`The event ${event.id} was accepted and not sent.`);
  const canonical = canonicalJson(event.data);
  return { eventId, canonical, payloadKey: sent.payloadKey, record: recordOf(sent.message) };
}

function recordOf({ body, attributes, group }: OutgoingMessage): string {
  const now = String(Date.now());
  const message = {
    MessageId: randomUUID(),
    ReceiptHandle: randomUUID(),
    Body: body,
    MD5OfBody: createHash("md5").update(body).digest("hex"),
    Attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: now,
      SentTimestamp: now,
      SenderId: "bench",
      MessageGroupId: group,
    },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
    ),
  };
  return JSON.stringify(sqsRecord(message, queueArn(resources.queue), region));
}

/** The event that Lambda hands to a processor, as JSON. */
export function sqsEvent(events: readonly PreparedEvent[]): string {
  return sqsEventOf(events.map(({ record }) => record));
}
