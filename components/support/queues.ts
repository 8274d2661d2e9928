import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { limits } from "../../runtime/contract/limits.ts";
import { queueRetentionSeconds } from "../rules/outage-budget.ts";
import { visibilitySeconds } from "../rules/visibility.ts";
import { timeoutSeconds } from "./timeouts.ts";

export interface QueueArgs {
  readonly batchWindowSeconds: number;
  readonly maxReceiveCount: number;
  readonly protectData: boolean;
}

export interface Queues {
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
}

/** The queue of accepted events and the one for those that were judged. */
export function createQueues(parent: pulumi.ComponentResource, prefix: string, args: QueueArgs): Queues {
  const options = { parent, protect: args.protectData };
  const common = {
    // The provider's own default is 256 KiB, less than SQS's.
    maxMessageSize: limits.queueMessageBytes,
    messageRetentionSeconds: queueRetentionSeconds,
    sqsManagedSseEnabled: true,
  };
  const deadLetterQueue = new aws.sqs.Queue(`${prefix}-dead-letters`, common, options);
  const queue = new aws.sqs.Queue(
    `${prefix}-events`,
    {
      ...common,
      visibilityTimeoutSeconds: visibilitySeconds({
        timeoutSeconds: timeoutSeconds.process,
        windowSeconds: args.batchWindowSeconds,
      }),
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetterQueue.arn,
        maxReceiveCount: args.maxReceiveCount,
      }),
    },
    options,
  );
  new aws.sqs.RedriveAllowPolicy(
    `${prefix}-redrive`,
    {
      queueUrl: deadLetterQueue.url,
      redriveAllowPolicy: pulumi.jsonStringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [queue.arn],
      }),
    },
    { parent },
  );
  return { queue, deadLetterQueue };
}
