import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, suite, test } from "node:test";
import { CreateTopicCommand, PublishBatchCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { queueUrl } from "../../../local/aws/names.ts";
import { startTwin, type Twin } from "../../../local/aws/twin.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { temporaryFolder } from "../../support/local/folder.ts";

const attributes = (count: number, value = "x") =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: "String", StringValue: value }]),
  );

suite("the twin refuses what AWS refuses", () => {
  let twin: Twin;
  let sqs: SQSClient;
  let sns: SNSClient;
  let TopicArn: string | undefined;
  let QueueUrl = "";
  before(async () => {
    const paths = dataPaths(await temporaryFolder());
    await mkdir(paths.logs, { recursive: true });
    twin = await startTwin(paths);
    const client = {
      endpoint: twin.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    };
    [sqs, sns] = [new SQSClient(client), new SNSClient(client)];
    await sqs.send(new CreateQueueCommand({ QueueName: "strict" }));
    QueueUrl = queueUrl(twin.endpoint, "strict");
    ({ TopicArn } = await sns.send(new CreateTopicCommand({ Name: "strict" })));
  });
  after(() => twin.stop());

  const send = (MessageBody: string, MessageAttributes = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
  const publish = (Message: string, MessageAttributes = {}) =>
    sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));

  test("more than ten attributes", async () => {
    await send("x", attributes(10));
    await publish("x", attributes(10));
    await assert.rejects(send("x", attributes(11)), /exceeds the allowed maximum \[10\]/);
    await assert.rejects(publish("x", attributes(11)), /exceeds the allowed maximum \[10\]/);
    const Entries = [{ Id: "1", MessageBody: "x", MessageAttributes: attributes(11) }];
    await assert.rejects(
      sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })),
      /exceeds the allowed maximum/,
    );
  });

  test("an empty attribute", async () => {
    await assert.rejects(send("x", attributes(1, "")), /'a0' must contain a non-empty value/);
    await assert.rejects(publish("x", attributes(1, "")), /'a0' must contain a non-empty value/);
  });

  test("characters that XML 1.0 does not have", async () => {
    for (const character of ["\uffff", "\ufffe", "\u0001"]) {
      await assert.rejects(send(`a${character}`), { name: "InvalidMessageContents" });
      await assert.rejects(publish(`a${character}`), /Invalid characters/);
    }
  });

  test("more than 256 KiB in one publication or one batch of them", async () => {
    const entries = (bytes: number) => ["1", "2"].map((Id) => ({ Id, Message: "x".repeat(bytes) }));
    await publish("x".repeat(262_144));
    await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries(131_072) }));
    await assert.rejects(publish("x".repeat(262_145)), /Message too long/);
    const tooLong = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries(131_073) });
    await assert.rejects(sns.send(tooLong), /more than 262144/);
  });
});
