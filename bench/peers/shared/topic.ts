import { PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Message } from "./message.ts";
import { setting } from "./settings.ts";

const sns = new SNSClient({});
/** As Fluxa's: a larger payload is not carried, its reader fetches it. */
const largestPayload = 65_536;
const perCall = { messages: 10, bytes: 262_144 } as const;

/** One call for one event. */
export async function publish(message: Message): Promise<void> {
  await sns.send(new PublishCommand({ TopicArn: setting("TOPIC_ARN"), ...notification(message) }));
}

/** A call for ten events, or fewer when they are large. @throws Error when one was not taken. */
export async function publishAll(messages: readonly Message[]): Promise<void> {
  await Promise.all(
    inCalls(messages.map(notification)).map(async (entries) => {
      const PublishBatchRequestEntries = entries.map((entry, index) => ({ Id: String(index), ...entry }));
      const { Failed = [] } = await sns.send(
        new PublishBatchCommand({ TopicArn: setting("TOPIC_ARN"), PublishBatchRequestEntries }),
      );
      if (Failed.length > 0) throw new Error(`SNS did not take ${Failed.length} messages.`);
    }),
  );
}

type Notification = ReturnType<typeof notification>;

function notification({ event, eventId, producer, correlationId, fingerprint, payloadBytes, data }: Message) {
  const cloudEvent = {
    specversion: "1.0",
    ...event,
    datacontenttype: "application/json",
    eventid: eventId,
    producer,
    correlationid: correlationId,
    fingerprint,
    ...(payloadBytes <= largestPayload ? { data } : { dataref: `/v1/events/${eventId}/payload` }),
  };
  return {
    Message: JSON.stringify(cloudEvent),
    MessageAttributes: {
      type: text(event.type),
      source: text(event.source),
      producer: text(producer),
      correlation_id: text(correlationId),
      fingerprint: text(fingerprint),
    },
  };
}

function text(StringValue: string) {
  return { DataType: "String", StringValue };
}

const attributeBytes = 1_024;

function inCalls(notifications: readonly Notification[]): readonly (readonly Notification[])[] {
  const calls: Notification[][] = [];
  let room = 0;
  for (const notification of notifications) {
    const bytes = Buffer.byteLength(notification.Message) + attributeBytes;
    const current = calls.at(-1);
    if (current !== undefined && current.length < perCall.messages && bytes <= room) {
      current.push(notification);
      room -= bytes;
    } else {
      calls.push([notification]);
      room = perCall.bytes - bytes;
    }
  }
  return calls;
}
