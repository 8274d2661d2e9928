import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, suite, test } from "node:test";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { lazyS3 } from "../../../runtime/adapters/s3/client.ts";
import { payloadStore } from "../../../runtime/adapters/s3/payload-store.ts";
import { producerDirectory } from "../../../runtime/adapters/s3/producer-directory.ts";
import { topic } from "../../../runtime/adapters/sns/topic.ts";
import { deadLetterQueue } from "../../../runtime/adapters/sqs/dead-letter-queue.ts";
import { eventQueue } from "../../../runtime/adapters/sqs/event-queue.ts";
import { redelivery } from "../../../runtime/adapters/sqs/redelivery.ts";
import { PayloadMissing } from "../../../runtime/ports/payload-store.ts";
import { startAws } from "../../support/aws.ts";
import { deadline } from "../../support/core/accept.ts";
import { received } from "../../support/core/events.ts";

suite("the adapters on SQS, SNS and S3", () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  before(async () => {
    aws = await startAws();
    aws.server.createBucket("payloads");
  });
  after(() => aws.server.stop());

  /** Addressed by the server's own address, as not every machine resolves names below localhost. */
  const queue = (name: string) => {
    aws.server.createQueue(name, { attributes: { MaximumMessageSize: "1048576" } });
    return `${aws.server.address}/000000000000/${name}`;
  };

  async function drain(queueUrl: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages);
    }
  }

  test("an event goes to the queue with its attributes", async () => {
    const url = queue("events");
    await eventQueue(aws.sqs, url).send(
      { body: "{}", attributes: { event_id: "e-1" }, group: "shop", bytes: 2 },
      deadline,
    );
    const [message] = await drain(url);
    assert.equal(message?.Body, "{}");
    assert.equal(message?.MessageAttributes?.["event_id"]?.StringValue, "e-1");
  });

  test("dead letters keep their bodies, and ten attributes at most, the failure's among them", async () => {
    const url = queue("dead-letters");
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`own_${index}`, "x"]));
    const letters = Array.from({ length: 23 }, (_, index) => ({
      message: received(`body ${index} ${"x".repeat(100_000)}`, many, 3),
      failureType: "malformed_message" as const,
      failureReason: "no JSON",
      correlationId: `corr-${index}`,
    }));
    const taken = await deadLetterQueue(aws.sqs, url).send(letters);
    assert.deepEqual([...taken].sort(), letters.map(({ message }) => message.messageId).sort());
    const messages = await drain(url);
    assert.deepEqual(
      messages.map(({ Body }) => Body).sort(),
      letters.map(({ message }) => message.body).sort(),
    );
    for (const { MessageAttributes = {} } of messages) {
      assert.equal(Object.keys(MessageAttributes).length, 10);
      assert.equal(MessageAttributes["failure_type"]?.StringValue, "malformed_message");
      assert.equal(MessageAttributes["attempts"]?.StringValue, "3");
    }
  });

  test("a dead-letter queue that is not there takes nothing, and says so without throwing", async () => {
    const url = `${queue("gone")}-not`;
    const letter = {
      message: received("x"),
      failureType: "malformed_message",
      failureReason: "r",
      correlationId: "c",
    } as const;
    assert.deepEqual(await deadLetterQueue(aws.sqs, url).send([letter]), new Set());
  });

  test("a postponed message comes back, at once when the delay is zero", async () => {
    const url = queue("postponed");
    await eventQueue(aws.sqs, url).send({ body: "{}", attributes: {}, group: "shop", bytes: 2 }, deadline);
    const [message] = await drain(url);
    assert.ok(message?.ReceiptHandle);
    await redelivery(aws.sqs, url).postpone([{ receiptHandle: message.ReceiptHandle, seconds: 0 }]);
    assert.equal((await drain(url)).length, 1);
  });

  test("notifications beyond one call's count and bytes are all published", async () => {
    const url = queue("notifications");
    const { topicArn } = aws.server.createTopic("events");
    aws.server.subscribe({ topic: "events", queue: "notifications" });
    const notifications = Array.from({ length: 25 }, (_, index) => ({
      eventId: `e-${index}`,
      body: JSON.stringify({ index, text: "x".repeat(60_000) }),
      attributes: { type: "transaction.captured" },
    }));
    const { taken } = await topic(aws.sns, topicArn).publish(notifications);
    assert.equal(taken.size, 25);
    assert.equal((await drain(url)).length, 25);
  });

  test("a topic that is not there is an outage: nothing was refused for what it is", async () => {
    const missing = topic(aws.sns, "arn:aws:sns:us-east-1:000000000000:none");
    const { taken, refused, outage } = await missing.publish([{ eventId: "e", body: "{}", attributes: {} }]);
    assert.deepEqual([taken.size, refused.size], [0, 0]);
    assert.ok(outage instanceof Error);
  });

  test("a payload comes back as it was written, a missing one is told apart from a failing S3", async () => {
    const store = payloadStore(lazyS3(), "payloads");
    const canonical = JSON.stringify({ text: "\u{1F600} \uffff", long: "x".repeat(300_000) });
    const fingerprint = createHash("sha256").update(canonical).digest("hex");
    await store.put("payloads/shop/e/f.json", canonical, fingerprint, deadline);
    assert.equal(await store.get("payloads/shop/e/f.json"), canonical);
    await assert.rejects(store.get("payloads/none"), PayloadMissing);
    const other = payloadStore(lazyS3(), "no-such-bucket");
    await assert.rejects(other.get("payloads/none"), (error) => !(error instanceof PayloadMissing));
  });

  test("the directory of producers is renewed for an unknown key, and survives its own loss", async () => {
    let time = 0;
    const s3 = lazyS3();
    const { sdk, client } = await s3();
    const write = (directory: unknown) =>
      client.send(
        new sdk.PutObjectCommand({
          Bucket: "payloads",
          Key: "producers.json",
          Body: JSON.stringify(directory),
        }),
      );
    await write({ "key-1": { name: "shop" } });
    const producers = producerDirectory(s3, "payloads", "producers.json", () => time);
    assert.deepEqual(await producers.find("key-1", deadline), { name: "shop", reader: false });
    assert.equal(await producers.find("constructor", deadline), undefined);
    await write({ "key-1": { name: "shop" }, "key-2": { name: "bank", reader: true } });
    assert.equal(await producers.find("key-2", deadline), undefined);
    time = 10_001;
    assert.deepEqual(await producers.find("key-2", deadline), { name: "bank", reader: true });
    await client.send(new DeleteObjectCommand({ Bucket: "payloads", Key: "producers.json" }));
    time = 1_000_000;
    assert.deepEqual(await producers.find("key-1", deadline), { name: "shop", reader: false });
  });
});
