import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { MoveTasks } from "../../operations/ports.ts";

interface QueueUrls {
  readonly deadLetterQueueUrl: string;
  readonly queueUrl: string;
}

/** SQS keeps ten. */
const most = 10;

/** SQS's own move of a dead-letter queue. The target is always named: without it SQS guesses from the messages. */
export function moveTasks(client: SQSClient, { deadLetterQueueUrl, queueUrl }: QueueUrls): MoveTasks {
  return {
    async start(messagesPerSecond) {
      const [sourceArn, targetArn] = [await arnOf(client, deadLetterQueueUrl), await arnOf(client, queueUrl)];
      const { TaskHandle } = await client.send(
        new StartMessageMoveTaskCommand({
          SourceArn: sourceArn,
          DestinationArn: targetArn,
          MaxNumberOfMessagesPerSecond: messagesPerSecond,
        }),
      );
      if (TaskHandle === undefined) throw new Error("SQS started a move without naming it.");
      return TaskHandle;
    },
    async list() {
      const sourceArn = await arnOf(client, deadLetterQueueUrl);
      const { Results = [] } = await client.send(
        new ListMessageMoveTasksCommand({ SourceArn: sourceArn, MaxResults: most }),
      );
      return Results.map((task) => ({
        taskHandle: task.TaskHandle,
        status: task.Status ?? "UNKNOWN",
        moved: task.ApproximateNumberOfMessagesMoved ?? 0,
        toMove: task.ApproximateNumberOfMessagesToMove,
        startedAt: task.StartedTimestamp,
        failure: task.FailureReason,
      }));
    },
    async cancel(taskHandle) {
      const { ApproximateNumberOfMessagesMoved = 0 } = await client.send(
        new CancelMessageMoveTaskCommand({ TaskHandle: taskHandle }),
      );
      return ApproximateNumberOfMessagesMoved;
    },
  };
}

async function arnOf(client: SQSClient, queueUrl: string): Promise<string> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
  );
  const arn = Attributes?.["QueueArn"];
  if (arn === undefined) throw new Error(`SQS does not say the ARN of ${queueUrl}.`);
  return arn;
}
