import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** Reads the queue as Lambda does, while it is not paused. */
export function startProcessor(sqs: SQSClient, queueUrl: string, handler: Handler) {
  let running: Promise<void> | undefined;
  let paused = true;
  const run = async () => {
    while (!paused) await processOnce(sqs, queueUrl, handler);
  };
  return {
    go: () => {
      paused = false;
      running ??= run();
    },
    pause: async () => {
      paused = true;
      await running;
      running = undefined;
    },
  };
}

async function processOnce(sqs: SQSClient, queueUrl: string, handler: Handler): Promise<void> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
      VisibilityTimeout: 30,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All"],
    }),
  );
  if (Messages.length === 0) return;
  const context = { awsRequestId: "processor", getRemainingTimeInMillis: () => 30_000 } as Context;
  const { batchItemFailures } = await handler({ Records: Messages.map(recordOf) }, context);
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const Entries = Messages.filter(({ MessageId = "" }) => !failed.has(MessageId)).map(
    ({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }),
  );
  if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
}

function recordOf(message: Message): SQSEvent["Records"][number] {
  const { MessageId = "", ReceiptHandle = "", Body = "", Attributes = {}, MessageAttributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? "1",
      SentTimestamp: Attributes.SentTimestamp ?? "0",
      SenderId: "test",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [
        name,
        { stringValue: StringValue, dataType: "String" },
      ]),
    ),
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:events",
    awsRegion: "us-east-1",
  };
}
