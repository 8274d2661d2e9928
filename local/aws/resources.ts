import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../runtime/contract/limits.ts";
import type { ProducerDirectory } from "../../runtime/contract/producer.ts";
import { s3Client, snsClient, sqsClient } from "./clients.ts";
import { names, queueArn, queueUrl, topicArn } from "./names.ts";

const secondsPerDay = 24 * 60 * 60;

interface Wanted {
  /** Seconds; at least six times the timeout of the function that reads the queue. */
  readonly visibilitySeconds: number;
  /** Receives after which SQS moves a message to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly producers: ProducerDirectory;
}

/** Creates what is missing and sets what changed since an earlier run; what is stored stays. */
export async function createResources(endpoint: string, wanted: Wanted): Promise<void> {
  await Promise.all([createQueues(endpoint, wanted), createBucket(endpoint, wanted)]);
  await createTopic(endpoint);
}

async function createQueues(endpoint: string, { visibilitySeconds, maxReceiveCount }: Wanted): Promise<void> {
  const client = sqsClient(endpoint);
  const common = {
    MaximumMessageSize: String(limits.queueMessageBytes),
    MessageRetentionPeriod: String(limits.queueDays * secondsPerDay),
  };
  await createQueue(client, endpoint, names.deadLetterQueue, common);
  await createQueue(client, endpoint, names.notificationQueue, common);
  await createQueue(client, endpoint, names.queue, {
    ...common,
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: queueArn(names.deadLetterQueue),
      maxReceiveCount,
    }),
  });
  client.destroy();
}

/** In two steps, because CreateQueue refuses a queue that is there with other attributes. */
async function createQueue(
  client: SQSClient,
  endpoint: string,
  name: string,
  attributes: Record<string, string>,
): Promise<void> {
  await client.send(new CreateQueueCommand({ QueueName: name }));
  await client.send(
    new SetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint, name), Attributes: attributes }),
  );
}

async function createTopic(endpoint: string): Promise<void> {
  const client = snsClient(endpoint);
  await client.send(new CreateTopicCommand({ Name: names.topic }));
  await client.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: queueArn(names.notificationQueue),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  client.destroy();
}

async function createBucket(endpoint: string, { producers }: Wanted): Promise<void> {
  const client = s3Client(endpoint);
  await client.send(new CreateBucketCommand({ Bucket: names.bucket }));
  await client.send(
    new PutObjectCommand({
      Bucket: names.bucket,
      Key: names.producersKey,
      Body: JSON.stringify(producers),
      ContentType: "application/json",
    }),
  );
  client.destroy();
}
