import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { limits } from "../runtime/contract/limits.ts";
import type { Code } from "./support/code.ts";
import { type DatabaseAccess, databaseEnvironment, mayLogIn } from "./support/database.ts";
import { type DeployedFunction, deployFunction } from "./support/deployed-function.ts";
import type { FunctionNetwork } from "./support/network.ts";
import { deployOperate } from "./support/operate.ts";
import { createPayloadBucket, payloadsOf } from "./support/payload-bucket.ts";
import { createQueues, type QueueArgs, type Queues } from "./support/queues.ts";
import { runRegularly } from "./support/schedule.ts";
import { outboxLeaseSeconds } from "./support/timeouts.ts";

export interface EventPipelineArgs extends QueueArgs {
  /** The functions' bundles. */
  readonly code: Pick<Code, "process" | "relay" | "operate">;
  readonly database: DatabaseAccess;
  readonly network: FunctionNetwork;
  /** Done once the database has the schema that the processor needs. */
  readonly migration: pulumi.Resource;
  /** Messages that the processor takes at once. */
  readonly batchSize: number;
  /** Processors at the same time. */
  readonly maximumConcurrency: number;
  /** Connections of one processor. */
  readonly poolSize: number;
  /** Largest payload that a notification carries, in bytes. */
  readonly notificationInlineBytes: number;
  readonly logRetentionDays: number;
}

const user = "fluxa_processor";

/** Takes accepted events from the queue into the database and announces them. */
export class EventPipeline extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
  readonly bucket: aws.s3.Bucket;
  readonly topic: aws.sns.Topic;
  readonly functions: Readonly<Record<"process" | "relay" | "operate", DeployedFunction>>;

  constructor(name: string, args: EventPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fluxa:index:EventPipeline", name, {}, opts);

    const queues = createQueues(this, name, args);
    const bucket = createPayloadBucket(this, name, args.protectData);
    const topic = new aws.sns.Topic(`${name}-topic`, { kmsMasterKeyId: "alias/aws/sns" }, { parent: this });
    const process = this.processor(name, args, queues, bucket, topic);
    this.takeFromQueue(name, args, queues.queue, process);
    const relay = this.relay(name, args, topic);
    const operate = deployOperate(this, name, args, queues, topic);
    runRegularly(this, `${name}-relay`, relay, "rate(1 minute)");

    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetterQueue;
    this.bucket = bucket;
    this.topic = topic;
    this.functions = { process, relay, operate };
    this.registerOutputs({
      queueUrl: queues.queue.url,
      deadLetterQueueUrl: queues.deadLetterQueue.url,
      payloadBucket: bucket.bucket,
      topicArn: topic.arn,
    });
  }

  private processor(
    name: string,
    args: EventPipelineArgs,
    { queue, deadLetterQueue }: Queues,
    bucket: aws.s3.Bucket,
    topic: aws.sns.Topic,
  ) {
    const login = { function: "process", user, poolSize: args.poolSize } as const;
    return deployFunction(this, name, "process", {
      code: args.code.process,
      environment: {
        ...databaseEnvironment(args.database, login),
        ...notifying(args, topic),
        QUEUE_URL: queue.url,
        DEAD_LETTER_QUEUE_URL: deadLetterQueue.url,
        PAYLOAD_BUCKET: bucket.bucket,
      },
      permissions: [
        mayLogIn(args.database, user),
        {
          actions: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ChangeMessageVisibility",
          ],
          resources: [queue.arn],
        },
        { actions: ["sqs:SendMessage"], resources: [deadLetterQueue.arn] },
        { actions: ["sns:Publish"], resources: [topic.arn] },
        { actions: ["s3:GetObject"], resources: [payloadsOf(bucket)] },
        // Without it S3 answers 403 for an object that is not there, which cannot be told from a refusal.
        { actions: ["s3:ListBucket"], resources: [bucket.arn] },
      ],
      logRetentionDays: args.logRetentionDays,
      network: args.network,
      liveAfter: [args.migration],
    });
  }

  private takeFromQueue(
    name: string,
    args: EventPipelineArgs,
    queue: aws.sqs.Queue,
    { alias }: DeployedFunction,
  ): void {
    new aws.lambda.EventSourceMapping(
      `${name}-source`,
      {
        eventSourceArn: queue.arn,
        functionName: alias.arn,
        batchSize: args.batchSize,
        maximumBatchingWindowInSeconds: args.batchWindowSeconds,
        // Reserved concurrency as the brake would burn receives of healthy messages.
        scalingConfig: { maximumConcurrency: args.maximumConcurrency },
        functionResponseTypes: ["ReportBatchItemFailures"],
        metricsConfig: { metrics: ["EventCount"] },
      },
      { parent: this, dependsOn: [args.migration] },
    );
  }

  private relay(name: string, args: EventPipelineArgs, topic: aws.sns.Topic) {
    const login = { function: "relay", user, poolSize: 1 } as const;
    return deployFunction(this, name, "relay", {
      code: args.code.relay,
      environment: { ...databaseEnvironment(args.database, login), ...notifying(args, topic) },
      permissions: [mayLogIn(args.database, user), { actions: ["sns:Publish"], resources: [topic.arn] }],
      logRetentionDays: args.logRetentionDays,
      network: args.network,
      liveAfter: [args.migration],
    });
  }
}

function notifying({ notificationInlineBytes }: EventPipelineArgs, topic: aws.sns.Topic) {
  return {
    TOPIC_ARN: topic.arn,
    NOTIFICATION_INLINE_BYTES: String(notificationInlineBytes),
    OUTBOX_LEASE_SECONDS: String(outboxLeaseSeconds),
    // The outage budget of the queue is counted with the same two.
    BACKOFF_SHORTEST_SECONDS: String(limits.backoffSeconds.shortest),
    BACKOFF_LONGEST_SECONDS: String(limits.backoffSeconds.longest),
  };
}
