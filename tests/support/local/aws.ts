import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import type { Addresses } from "./instance.ts";

const account = "000000000000";
const region = "us-east-1";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

function clientOf({ awsEndpoint }: Addresses) {
  return new SQSClient({ endpoint: awsEndpoint, region, credentials });
}

function urlOf({ awsEndpoint }: Addresses, name: string) {
  return `${awsEndpoint}/${account}/${name}`;
}

/** Subscribes a queue of the test's own to the topic, so that it hears of everything. */
export async function subscribe(instance: Addresses, queue: string): Promise<void> {
  await clientOf(instance).send(new CreateQueueCommand({ QueueName: queue }));
  const sns = new SNSClient({ endpoint: instance.awsEndpoint, region, credentials });
  await sns.send(
    new SubscribeCommand({
      TopicArn: instance.topicArn,
      Protocol: "sqs",
      Endpoint: `arn:aws:sqs:${region}:${account}:${queue}`,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
}

/** Takes what is in a queue now. */
export async function drain(instance: Addresses, queue: string): Promise<readonly Message[]> {
  const client = clientOf(instance);
  const QueueUrl = urlOf(instance, queue);
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) return taken;
    taken.push(...Messages);
    await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }
}

/** Sends a message with the text attributes of another, as a redrive does. */
export async function sendAgain(
  instance: Addresses,
  queue: string,
  { Body, MessageAttributes }: Pick<Message, "Body" | "MessageAttributes">,
): Promise<void> {
  await clientOf(instance).send(
    new SendMessageCommand({ QueueUrl: urlOf(instance, queue), MessageBody: Body, MessageAttributes }),
  );
}

/** Puts a message on a queue around ingest. */
export async function sendAround(
  instance: Addresses,
  queue: string,
  Body: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
  );
  await sendAgain(instance, queue, { Body, MessageAttributes });
}

const Named = v.object({ eventid: v.string() });

/** The event ids of notifications. */
export function eventIdsOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ Body = "" }) => v.parse(Named, JSON.parse(Body)).eventid);
}

/** Messages of a queue, waiting and in hand. */
export async function depth(instance: Addresses, queue: string): Promise<number> {
  const { Attributes = {} } = await clientOf(instance).send(
    new GetQueueAttributesCommand({ QueueUrl: urlOf(instance, queue), AttributeNames: ["All"] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}

/** Lets a queue refuse messages above this many bytes. */
export async function limitMessages(instance: Addresses, queue: string, bytes: number): Promise<void> {
  const Attributes = { MaximumMessageSize: String(bytes) };
  await clientOf(instance).send(
    new SetQueueAttributesCommand({ QueueUrl: urlOf(instance, queue), Attributes }),
  );
}

/** Keys of the objects in the payload bucket whose key has this in it. */
export async function objectsNaming(instance: Addresses, text: string): Promise<readonly string[]> {
  const client = new S3Client({
    endpoint: instance.awsEndpoint,
    region,
    credentials,
    forcePathStyle: true,
  });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "fluxa-payloads" }));
  return Contents.flatMap(({ Key = "" }) => (Key.includes(text) ? [Key] : []));
}
