import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, suite, test } from "node:test";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { names, queueUrl, topicArn } from "../../../local/aws/names.ts";
import { startTwin, type Twin } from "../../../local/aws/twin.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { parseRules } from "../../../local/faults/rule.ts";
import type { StrikeReport } from "../../../local/faults/strike-report.ts";
import { TwinLink } from "../../../local/faults/twin-link.ts";
import { temporaryFolder } from "../../support/local/folder.ts";
import { until } from "../../support/until.ts";

const sandbox = "process-1";
const eventId = "0edb4294-1fda-8109-9e43-54b74bbaae72";
const key = `events/local-dev/${eventId}/payload`;
const contents = JSON.stringify({ amount: 1999 });

suite("faults strike what sandboxes call", () => {
  let twin: Twin;
  let QueueUrl = "";
  let DeadUrl = "";
  /** One signs as a sandbox, the other as anybody else. */
  let own: { readonly sqs: SQSClient; readonly sns: SNSClient; readonly s3: S3Client };
  let other: typeof own;
  const strikes: StrikeReport[] = [];
  const crashed: string[] = [];
  const link = new TwinLink({
    strike: (report) => strikes.push(report),
    crash: (name) => crashed.push(name),
  });

  before(async () => {
    const paths = dataPaths(await temporaryFolder());
    await mkdir(paths.logs, { recursive: true });
    twin = await startTwin(paths, { seed: 1, hear: (notice) => link.hear(notice) });
    own = clients(twin.endpoint, sandbox);
    other = clients(twin.endpoint, "anybody");
    await other.sqs.send(new CreateQueueCommand({ QueueName: names.queue }));
    await other.sqs.send(new CreateQueueCommand({ QueueName: names.deadLetterQueue }));
    await other.sns.send(new CreateTopicCommand({ Name: names.topic }));
    await other.s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
    await put(other.s3);
    QueueUrl = queueUrl(twin.endpoint, names.queue);
    DeadUrl = queueUrl(twin.endpoint, names.deadLetterQueue);
  });
  after(() => twin.stop());
  afterEach(async () => {
    await rules();
    await other.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    strikes.length = 0;
    crashed.length = 0;
  });

  async function rules(...texts: readonly string[]): Promise<void> {
    parseRules(texts);
    await link.ask(twin.order, { kind: "rules", rules: [...texts] });
  }

  /** Waits until all strikes so far are known. */
  async function struck(): Promise<readonly string[]> {
    await link.ask(twin.order, { kind: "sync" });
    return strikes.map(({ rule }) => rule);
  }

  function put(s3: S3Client) {
    return s3.send(
      new PutObjectCommand({
        Bucket: names.bucket,
        Key: key,
        Body: contents,
        ChecksumSHA256: createHash("sha256").update(contents).digest("base64"),
      }),
    );
  }

  async function get(s3: S3Client, Key = key): Promise<string | undefined> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: names.bucket, Key }));
    return Body?.transformToString();
  }

  const send = (sqs: SQSClient) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify({ eventId }),
        MessageAttributes: { correlation_id: { DataType: "String", StringValue: "c-1" } },
      }),
    );

  async function queued(): Promise<number> {
    const { Attributes = {} } = await other.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  const entries = Array.from({ length: 10 }, (_, index) => ({ Id: `e${index}`, MessageBody: `${index}` }));

  test("refuse: each service says so in its own words", async () => {
    await rules("sqs.send=refuse", "s3.put=refuse", "s3.get=refuse", "sns.publish=refuse");

    await assert.rejects(send(own.sqs), { name: "RequestThrottled" });
    await assert.rejects(put(own.s3), { name: "SlowDown" });
    await assert.rejects(get(own.s3), { name: "SlowDown" });
    const publish = new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: [{ Id: "1", Message: "x" }],
    });
    await assert.rejects(own.sns.send(publish), { name: "ThrottledException" });
    assert.equal(await queued(), 0);
  });

  test("a strike is reported with whom it met, and nobody but sandboxes is struck", async () => {
    await rules("sqs.send=refuse", "s3.get=refuse");
    await send(other.sqs);
    assert.equal(await get(other.s3), contents);
    assert.deepEqual(await struck(), []);

    await assert.rejects(send(own.sqs));
    await assert.rejects(get(own.s3));

    assert.deepEqual(await struck(), ["sqs.send=refuse", "s3.get=refuse"]);
    const [sent, read] = strikes;
    assert.deepEqual([sent?.sandbox, sent?.eventIds, sent?.correlationIds], [sandbox, [eventId], ["c-1"]]);
    assert.deepEqual([read?.sandbox, read?.eventIds], [sandbox, [eventId]]);
  });

  test("silent: no effect and no answer; silent-after: the effect alone", async () => {
    await rules("sqs.send=silent");
    await assert.rejects(send(own.sqs), { name: "TimeoutError" });
    assert.equal(await queued(), 0);

    await rules("sqs.send=silent-after");
    await assert.rejects(send(own.sqs), { name: "TimeoutError" });
    assert.equal(await queued(), 1);
  });

  test("crash: no effect, and the caller is to be ended; crash-after: the effect first", async () => {
    await rules("sqs.send=crash");
    const sending = assert.rejects(send(own.sqs));
    await until("the crash", () => crashed[0]);
    assert.deepEqual(crashed, [sandbox]);
    await sending;
    assert.equal(await queued(), 0);

    await rules("s3.put=crash-after", "sqs.send=crash-after");
    const again = assert.rejects(send(own.sqs));
    await until("the second crash", () => crashed[1]);
    assert.equal(await queued(), 1);
    await again;
  });

  test("slow: it comes later", async () => {
    await rules("s3.get=slow:100", "sqs.send=slow:100");
    await send(own.sqs);
    assert.equal(await get(own.s3), contents);
    assert.equal((await struck()).length, 2);
  });

  test("refuse-some: entries are refused one by one, and the others taken", async () => {
    await rules("sqs.send=refuse-some", "sns.publish=refuse-some", "sqs.dead-letter=refuse-some");

    const sent = await own.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries }));
    assert.ok(sent.Failed !== undefined && sent.Failed.length > 0 && sent.Failed.length < 10);
    assert.equal(sent.Successful?.length, 10 - sent.Failed.length);
    assert.equal(await queued(), sent.Successful?.length);

    const published = await own.sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: entries.map(({ Id }) => ({ Id, Message: "x" })),
      }),
    );
    assert.ok(published.Failed !== undefined && published.Failed.length > 0 && published.Failed.length < 10);
    assert.equal(published.Successful?.length, 10 - published.Failed.length);
    assert.equal(published.Failed[0]?.SenderFault, false);

    const only = await own.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: DeadUrl, Entries: entries.slice(0, 1) }),
    );
    assert.deepEqual([only.Successful?.length ?? 0, only.Failed?.[0]?.Id], [0, "e0"]);
  });

  test("the dead-letter queue, the back-off and the directory of producers are points of their own", async () => {
    await rules("sqs.dead-letter=refuse", "sqs.postpone=refuse", "s3.directory=missing");
    await send(own.sqs);
    const letter = new SendMessageCommand({ QueueUrl: DeadUrl, MessageBody: "x" });
    await assert.rejects(own.sqs.send(letter), { name: "RequestThrottled" });
    const postpone = new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [{ Id: "0", ReceiptHandle: "x", VisibilityTimeout: 5 }],
    });
    await assert.rejects(own.sqs.send(postpone), { name: "RequestThrottled" });
    await assert.rejects(get(own.s3, names.producersKey), { name: "NoSuchKey" });
    assert.equal(await get(own.s3), contents);
  });

  test("corrupt: other bytes that no checksum tells; garble: the SDK tells; missing: there is no object", async () => {
    await rules("s3.get=corrupt");
    const read = await get(own.s3);
    assert.equal(read?.length, contents.length);
    assert.notEqual(read, contents);

    await rules("s3.get=garble");
    await assert.rejects(get(own.s3), /checksum/i);

    await rules("s3.get=missing");
    await assert.rejects(get(own.s3), { name: "NoSuchKey" });

    await rules();
    assert.equal(await get(own.s3), contents);
  });

  test("the connections of a frozen sandbox are dead when it thaws, and those of others are not", async () => {
    await send(own.sqs);
    await send(other.sqs);
    twin.order({ kind: "silence", sandbox });
    await struck();

    await assert.rejects(send(own.sqs), { code: "ECONNRESET" });
    await send(other.sqs);
    await send(own.sqs);
    assert.equal(await queued(), 4);
  });
});

function clients(endpoint: string, accessKeyId: string) {
  const settings = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey: "x" },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 1_500, throwOnRequestTimeout: true },
  };
  return {
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
  };
}
