import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { operateConcurrency } from "../rules/connections.ts";
import type { Code } from "./code.ts";
import { type DatabaseAccess, databaseEnvironment, mayLogIn } from "./database.ts";
import { type DeployedFunction, deployFunction } from "./deployed-function.ts";
import type { FunctionNetwork } from "./network.ts";
import type { Permission } from "./policy.ts";
import type { Queues } from "./queues.ts";

interface OperateArgs {
  readonly code: Pick<Code, "operate">;
  readonly database: DatabaseAccess;
  readonly network: FunctionNetwork;
  /** Done once the database has the schema that the function needs. */
  readonly migration: pulumi.Resource;
  readonly poolSize: number;
  /** Largest payload that a notification carries, in bytes. */
  readonly notificationInlineBytes: number;
  readonly logRetentionDays: number;
}

const user = "fluxa_operator";

/** The function by which an operator works in the VPC; who may invoke it is IAM's to say. */
export function deployOperate(
  parent: pulumi.ComponentResource,
  prefix: string,
  args: OperateArgs,
  queues: Queues,
  topic: aws.sns.Topic,
): DeployedFunction {
  const login = { function: "operate", user, poolSize: args.poolSize } as const;
  const operate = deployFunction(parent, prefix, "operate", {
    code: args.code.operate,
    environment: {
      ...databaseEnvironment(args.database, login),
      QUEUE_URL: queues.queue.url,
      DEAD_LETTER_QUEUE_URL: queues.deadLetterQueue.url,
      TOPIC_ARN: topic.arn,
      NOTIFICATION_INLINE_BYTES: String(args.notificationInlineBytes),
    },
    permissions: [
      mayLogIn(args.database, user),
      ...mayRedrive(queues),
      { actions: ["sns:Publish"], resources: [topic.arn] },
    ],
    logRetentionDays: args.logRetentionDays,
    network: args.network,
    reservedConcurrency: operateConcurrency,
    liveAfter: [args.migration],
  });
  // An invocation that nobody waits for would be repeated twice by Lambda when it fails.
  new aws.lambda.FunctionEventInvokeConfig(
    `${prefix}-operate-no-retry`,
    {
      functionName: operate.alias.functionName,
      qualifier: operate.alias.name,
      maximumRetryAttempts: 0,
    },
    { parent },
  );
  return operate;
}

/** Look at dead events and send them back, one by one or, by SQS's own task, all. */
function mayRedrive({ queue, deadLetterQueue }: Queues): readonly Permission[] {
  return [
    {
      actions: [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
        "sqs:StartMessageMoveTask",
        "sqs:ListMessageMoveTasks",
        "sqs:CancelMessageMoveTask",
      ],
      resources: [deadLetterQueue.arn],
    },
    { actions: ["sqs:SendMessage", "sqs:GetQueueAttributes"], resources: [queue.arn] },
  ];
}
