import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { after, before, suite, test } from "node:test";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { queueUrl } from "../../../local/aws/names.ts";
import { startTwin, type Twin } from "../../../local/aws/twin.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { lazyS3 } from "../../../runtime/adapters/s3/client.ts";
import { payloadStore } from "../../../runtime/adapters/s3/payload-store.ts";
import { topic } from "../../../runtime/adapters/sns/topic.ts";
import { deadLetterQueue } from "../../../runtime/adapters/sqs/dead-letter-queue.ts";
import { redelivery } from "../../../runtime/adapters/sqs/redelivery.ts";
import { PayloadMissing } from "../../../runtime/ports/payload-store.ts";
import { received } from "../../support/core/events.ts";
import { temporaryFolder } from "../../support/local/folder.ts";

/** As patient as can be: what ends a call is the time that it was given. */
const clientOf = (endpoint: string) => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
});
const letterOf = (body: string) => ({
  message: received(body),
  failureType: "malformed_message" as const,
  failureReason: "no JSON",
  correlationId: "corr",
});
const notificationOf = (eventId: string, body = "{}") => ({ eventId, body, attributes: {} });

/** A service that answers as it is told; its address. */
async function serving(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

suite("one that AWS refuses spoils nothing for the others", () => {
  let twin: Twin;
  before(async () => {
    const paths = dataPaths(await temporaryFolder());
    await mkdir(paths.logs, { recursive: true });
    twin = await startTwin(paths);
  });
  after(() => twin.stop());

  test("of a batch of dead letters", async () => {
    const sqs = new SQSClient(clientOf(twin.endpoint));
    await sqs.send(new CreateQueueCommand({ QueueName: "dead" }));
    const url = queueUrl(twin.endpoint, "dead");
    const letters = [letterOf("a"), letterOf("refused \uffff"), letterOf("c")];
    const taken = await deadLetterQueue(sqs, url).send(letters);
    assert.deepEqual(
      [...taken].sort(),
      [letters[0], letters[2]].map((letter) => letter?.message.messageId),
    );
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
    );
    assert.deepEqual(Messages.map(({ Body }) => Body).sort(), ["a", "c"]);
  });

  test("of a batch of notifications; its code is told, and it is no outage", async () => {
    const sns = new SNSClient(clientOf(twin.endpoint));
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "strict" }));
    const batch = [notificationOf("a"), notificationOf("b", "refused \uffff"), notificationOf("c")];
    const { taken, refused, outage } = await topic(sns, TopicArn).publish(batch);
    assert.deepEqual([...taken], ["a", "c"]);
    assert.deepEqual([...refused], [["b", "InvalidMessageContents"]]);
    assert.equal(outage, undefined);
  });
});

test("each entry that SNS fails in a batch is refused for what it is, or left for later", async () => {
  const failed = (id: number, code: string, fault: boolean) =>
    `<member><Id>${id}</Id><Code>${code}</Code><Message>secret</Message><SenderFault>${fault}</SenderFault></member>`;
  const service = await serving((_, response) => {
    response.setHeader("content-type", "text/xml");
    response.end(
      `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>` +
        `<Successful><member><Id>0</Id><MessageId>m</MessageId></member></Successful>` +
        `<Failed>${failed(1, "InvalidParameter", true)}${failed(2, "InternalError", false)}</Failed>` +
        "</PublishBatchResult></PublishBatchResponse>",
    );
  });
  const sns = new SNSClient(clientOf(service.endpoint));
  const batch = ["a", "b", "c"].map((eventId) => notificationOf(eventId));
  const { taken, refused, outage } = await topic(sns, "arn:aws:sns:us-east-1:1:t").publish(batch);
  service.close();
  assert.deepEqual([[...taken], [...refused]], [["a"], [["b", "InvalidParameter"]]]);
  assert.ok(outage instanceof Error);
  assert.match(outage.message, /InternalError/);
  assert.doesNotMatch(outage.message, /secret/);
});

suite("what does not answer is given up when the time is over", { timeout: 60_000 }, () => {
  let silent: Awaited<ReturnType<typeof serving>>;
  before(async () => {
    silent = await serving(() => {});
  });
  after(() => silent.close());

  test("SNS: nothing was taken, and it is an outage", async () => {
    const sns = new SNSClient(clientOf(silent.endpoint));
    const { taken, outage } = await topic(sns, "arn:aws:sns:us-east-1:1:t").publish(
      [notificationOf("a")],
      100,
    );
    assert.equal(taken.size, 0);
    assert.ok(outage instanceof Error);
  });

  test("the dead-letter queue: no letter was taken", async () => {
    const sqs = new SQSClient(clientOf(silent.endpoint));
    const letters = [letterOf("a"), letterOf("b")];
    assert.deepEqual(await deadLetterQueue(sqs, `${silent.endpoint}/1/dead`).send(letters, 100), new Set());
  });

  test("the back-off: it is said that it was not set", async () => {
    const sqs = new SQSClient(clientOf(silent.endpoint));
    const delays = [{ receiptHandle: "h", seconds: 2 }];
    await assert.rejects(redelivery(sqs, `${silent.endpoint}/1/events`).postpone(delays, 100), /No answer/);
  });

  for (const [where, listener] of [
    ["before it answers", () => {}],
    [
      "in the middle of a payload",
      (_: unknown, response: Parameters<RequestListener>[1]) => {
        response.writeHead(200, { "content-length": "100" }).write("half");
      },
    ],
  ] as const) {
    test(`S3, ${where}: the payload is not missing`, async () => {
      const service = await serving(listener);
      process.env["AWS_ENDPOINT_URL"] = service.endpoint;
      Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "a" });
      process.env["AWS_SECRET_ACCESS_KEY"] = "b";
      await assert.rejects(
        payloadStore(lazyS3(), "payloads").get("payloads/a", 200),
        (error) => !(error instanceof PayloadMissing) && /No answer/.test(String(error)),
      );
      service.close();
    });
  }
});
