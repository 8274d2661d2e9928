import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { EventQueue } from "../../ports.ts";
import { textAttributes } from "../text-attributes.ts";

/** The queue that accepted events go to. */
export function eventQueue(client: SQSClient, queueUrl: string): EventQueue {
  return {
    async send({ body, attributes, group }) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: textAttributes(attributes),
          MessageGroupId: group,
        }),
      );
    },
  };
}
