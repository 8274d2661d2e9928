import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  OverLimit,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Letter, LetterAttribute, LetterQueue } from "../../operations/ports.ts";
import { byTens } from "./by-tens.ts";
import { queueNameOf } from "./queue-name.ts";

// A short poll asks only some of SQS's servers, and may find nothing where there is something.
const waitSeconds = 1;
// Not zero, at which fauxqs cannot write its queue down.
const soonSeconds = 1;

/** A dead-letter queue as the operator sees it. */
export function letterQueue(client: SQSClient, queueUrl: string): LetterQueue {
  return {
    name: queueNameOf(queueUrl),
    async take(most, seconds) {
      const Messages = await receive(client, queueUrl, most, seconds);
      return Messages.map(letterOf);
    },
    async giveBack(receiptHandles) {
      await byTens(receiptHandles, async (handles) => {
        const Entries = handles.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
          VisibilityTimeout: soonSeconds,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
        return [];
      });
    },
    async remove(receiptHandles) {
      const removed = await byTens(receiptHandles, async (handles) => {
        const Entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
        const { Successful = [] } = await client.send(
          new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }),
        );
        return Successful.flatMap(({ Id }) => handles[Number(Id)] ?? []);
      });
      return new Set(removed);
    },
    async depth() {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return {
        waiting: Number(Attributes["ApproximateNumberOfMessages"] ?? 0),
        hidden: Number(Attributes["ApproximateNumberOfMessagesNotVisible"] ?? 0),
      };
    },
  };
}

/** SQS gives out no more once 120,000 messages are in hands, which is as if there were no more. */
async function receive(
  client: SQSClient,
  queueUrl: string,
  most: number,
  seconds: number,
): Promise<readonly Message[]> {
  try {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: most,
        VisibilityTimeout: seconds,
        WaitTimeSeconds: waitSeconds,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId"],
      }),
    );
    return Messages;
  } catch (error) {
    if (error instanceof OverLimit) return [];
    throw error;
  }
}

function letterOf({ MessageId = "", ReceiptHandle = "", Body = "", ...message }: Message): Letter {
  const { SentTimestamp = "0", MessageGroupId } = message.Attributes ?? {};
  return {
    letterId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]): [string, LetterAttribute] => [
        name,
        { dataType: value.DataType ?? "String", text: value.StringValue, bytes: value.BinaryValue },
      ]),
    ),
    group: MessageGroupId,
    sentAt: Number(SentTimestamp),
  };
}
