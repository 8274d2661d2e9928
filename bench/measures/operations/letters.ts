import { randomUUID } from "node:crypto";
import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { textAttributes } from "../../../runtime/adapters/text-attributes.ts";
import { messageAttributes } from "../../../runtime/contract/attributes.ts";
import { eventIdOf, fingerprintOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { mixedEvent } from "../../harness/event-mix.ts";

const perCall = 10;
const producer = "shop";
const source = `/producers/${producer}`;

/** Puts dead events of 1 KiB into a dead-letter queue, as the processor does. @returns Their bodies. */
export async function buryLetters(
  client: SQSClient,
  QueueUrl: string,
  count: number,
): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (let start = 0; start < count; start += perCall) {
    const letters = Array.from({ length: Math.min(perCall, count - start) }, (_, index) =>
      letter(start + index),
    );
    const Entries = letters.map(({ body, attributes }, index) => ({
      Id: String(index),
      MessageBody: body,
      MessageAttributes: textAttributes(attributes),
      MessageGroupId: producer,
    }));
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} dead events.`);
    bodies.push(...letters.map(({ body }) => body));
  }
  return bodies;
}

/** Empties a queue. @returns The bodies of all that was in it. */
export async function takeLetters(client: SQSClient, QueueUrl: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: perCall, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = "" }) => Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

function letter(n: number) {
  const { id, type, data } = mixedEvent(n % 5, `dead-${n}`);
  const eventId = eventIdOf(producer, source, id);
  const canonical = canonicalJson(data);
  const ids = { eventId, acceptanceId: randomUUID(), correlationId: `bench-${n}` };
  const message = {
    ...ids,
    producer,
    receivedAt: new Date().toISOString(),
    fingerprint: fingerprintOf(canonical),
    payloadBytes: Buffer.byteLength(canonical),
    event: { id, source, type },
    data,
  };
  return {
    body: JSON.stringify(message),
    attributes: {
      [messageAttributes.eventId]: ids.eventId,
      [messageAttributes.acceptanceId]: ids.acceptanceId,
      [messageAttributes.correlationId]: ids.correlationId,
      [messageAttributes.failureType]: "attempts_exhausted",
      [messageAttributes.failureReason]: "It was tried too often.",
      [messageAttributes.attempts]: "8",
    },
  };
}
