import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../contract/limits.ts";
import type { Letter, LetterAttribute, TargetQueue } from "../../operations/ports.ts";
import { splitBatches } from "../split-batches.ts";
import { queueNameOf } from "./queue-name.ts";

/** The queue that letters go back to. */
export function targetQueue(client: SQSClient, queueUrl: string): TargetQueue {
  return {
    name: queueNameOf(queueUrl),
    async send(letters) {
      const batches = splitBatches(letters, bytesOf, {
        count: limits.batchEntries,
        bytes: limits.queueMessageBytes,
      });
      const sent = await Promise.all(batches.map((batch) => sendBatch(client, queueUrl, batch)));
      return new Map(sent.flat());
    },
  };
}

async function sendBatch(
  client: SQSClient,
  queueUrl: string,
  batch: readonly Letter[],
): Promise<readonly (readonly [letterId: string, messageId: string])[]> {
  const { Successful = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map(({ body, attributes, group }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, attribute]) => [name, attributeValue(attribute)]),
        ),
        ...(group !== undefined && { MessageGroupId: group }),
      })),
    }),
  );
  return Successful.flatMap(({ Id, MessageId = "" }) => {
    const letter = batch[Number(Id)];
    return letter === undefined ? [] : [[letter.letterId, MessageId] as const];
  });
}

function attributeValue({ dataType, text, bytes }: LetterAttribute) {
  return {
    DataType: dataType,
    ...(text !== undefined && { StringValue: text }),
    ...(bytes !== undefined && { BinaryValue: bytes }),
  };
}

function bytesOf({ body, attributes }: Letter): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { dataType, text = "", bytes }]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(dataType) +
      Buffer.byteLength(text) +
      (bytes?.length ?? 0),
    Buffer.byteLength(body),
  );
}
