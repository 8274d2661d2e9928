import { DeleteMessageBatchCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";

const attempts = 3;

/**
 * Deletes messages that were handled. What cannot be deleted after three attempts is left: it is
 * delivered again, and the store knows it.
 */
export async function deleteMessages(
  client: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
): Promise<void> {
  let handles = messages.flatMap(({ ReceiptHandle }) => ReceiptHandle ?? []);
  for (let attempt = 0; attempt < attempts && handles.length > 0; attempt += 1) {
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    handles = Failed.flatMap(({ Id }) => handles[Number(Id)] ?? []);
  }
}
