import assert from "node:assert/strict";
import { after, afterEach, before, suite, test } from "node:test";
import { PublishBatchCommand } from "@aws-sdk/client-sns";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { names, topicArn } from "../../../local/aws/names.ts";
import { contents, eventId, StruckTwin, sandbox } from "../../support/struck-twin.ts";
import { until } from "../../support/until.ts";

suite("faults strike what sandboxes call", () => {
  let twin: StruckTwin;

  before(async () => {
    twin = await StruckTwin.start();
  });
  after(() => twin.stop());
  afterEach(() => twin.reset());

  const entries = Array.from({ length: 10 }, (_, index) => ({ Id: `e${index}`, MessageBody: `${index}` }));

  test("refuse: each service says so in its own words", async () => {
    await twin.rules("sqs.send=refuse", "s3.put=refuse", "s3.get=refuse", "sns.publish=refuse");

    await assert.rejects(twin.own.send(), { name: "RequestThrottled" });
    await assert.rejects(twin.own.put(), { name: "SlowDown" });
    await assert.rejects(twin.own.get(), { name: "SlowDown" });
    const publish = new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: [{ Id: "1", Message: "x" }],
    });
    await assert.rejects(twin.own.sns.send(publish), { name: "ThrottledException" });
    assert.equal(await twin.queued(), 0);
  });

  test("a strike is reported with whom it met, and nobody but sandboxes is struck", async () => {
    await twin.rules("sqs.send=refuse", "s3.get=refuse");
    await twin.other.send();
    assert.equal(await twin.other.get(), contents);
    assert.deepEqual(await twin.struck(), []);

    await assert.rejects(twin.own.send());
    await assert.rejects(twin.own.get());

    assert.deepEqual(await twin.struck(), ["sqs.send=refuse", "s3.get=refuse"]);
    const [sent, read] = twin.strikes;
    assert.deepEqual([sent?.sandbox, sent?.eventIds, sent?.correlationIds], [sandbox, [eventId], ["c-1"]]);
    assert.deepEqual([read?.sandbox, read?.eventIds], [sandbox, [eventId]]);
  });

  test("silent: no effect and no answer; silent-after: the effect alone", async () => {
    await twin.rules("sqs.send=silent");
    await assert.rejects(twin.own.send(), { name: "TimeoutError" });
    assert.equal(await twin.queued(), 0);

    await twin.rules("sqs.send=silent-after");
    await assert.rejects(twin.own.send(), { name: "TimeoutError" });
    assert.equal(await twin.queued(), 1);
  });

  test("crash: no effect, and the caller is to be ended; crash-after: the effect first", async () => {
    await twin.rules("sqs.send=crash");
    const sending = assert.rejects(twin.own.send());
    await until("the crash", () => twin.crashed[0]);
    assert.deepEqual(twin.crashed, [sandbox]);
    await sending;
    assert.equal(await twin.queued(), 0);

    await twin.rules("s3.put=crash-after", "sqs.send=crash-after");
    const again = assert.rejects(twin.own.send());
    await until("the second crash", () => twin.crashed[1]);
    assert.equal(await twin.queued(), 1);
    await again;
  });

  test("slow: it comes later", async () => {
    await twin.rules("s3.get=slow:100", "sqs.send=slow:100");
    await twin.own.send();
    assert.equal(await twin.own.get(), contents);
    assert.equal((await twin.struck()).length, 2);
  });

  test("refuse-some: entries are refused one by one, and the others taken", async () => {
    await twin.rules("sqs.send=refuse-some", "sns.publish=refuse-some", "sqs.dead-letter=refuse-some");

    const sent = await twin.own.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: twin.queueUrl, Entries: entries }),
    );
    assert.ok(sent.Failed !== undefined && sent.Failed.length > 0 && sent.Failed.length < 10);
    assert.equal(sent.Successful?.length, 10 - sent.Failed.length);
    assert.equal(await twin.queued(), sent.Successful?.length);

    const published = await twin.own.sns.send(
      new PublishBatchCommand({
        TopicArn: topicArn,
        PublishBatchRequestEntries: entries.map(({ Id }) => ({ Id, Message: "x" })),
      }),
    );
    assert.ok(published.Failed !== undefined && published.Failed.length > 0 && published.Failed.length < 10);
    assert.equal(published.Successful?.length, 10 - published.Failed.length);
    assert.equal(published.Failed[0]?.SenderFault, false);

    const only = await twin.own.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: twin.deadUrl, Entries: entries.slice(0, 1) }),
    );
    assert.deepEqual([only.Successful?.length ?? 0, only.Failed?.[0]?.Id], [0, "e0"]);
  });

  test("the dead-letter queue, the back-off and the directory of producers are points of their own", async () => {
    await twin.rules("sqs.dead-letter=refuse", "sqs.postpone=refuse", "s3.directory=missing");
    await twin.own.send();
    const letter = new SendMessageCommand({ QueueUrl: twin.deadUrl, MessageBody: "x" });
    await assert.rejects(twin.own.sqs.send(letter), { name: "RequestThrottled" });
    const postpone = new ChangeMessageVisibilityBatchCommand({
      QueueUrl: twin.queueUrl,
      Entries: [{ Id: "0", ReceiptHandle: "x", VisibilityTimeout: 5 }],
    });
    await assert.rejects(twin.own.sqs.send(postpone), { name: "RequestThrottled" });
    await assert.rejects(twin.own.get(names.producersKey), { name: "NoSuchKey" });
    assert.equal(await twin.own.get(), contents);
  });

  test("corrupt: other bytes that no checksum tells; garble: the SDK tells; missing: there is no object", async () => {
    await twin.rules("s3.get=corrupt");
    const read = await twin.own.get();
    assert.equal(read?.length, contents.length);
    assert.notEqual(read, contents);

    await twin.rules("s3.get=garble");
    await assert.rejects(twin.own.get(), /checksum/i);

    await twin.rules("s3.get=missing");
    await assert.rejects(twin.own.get(), { name: "NoSuchKey" });

    await twin.rules();
    assert.equal(await twin.own.get(), contents);
  });

  test("the connections of a frozen sandbox are dead when it thaws, and those of others are not", async () => {
    await twin.own.send();
    await twin.other.send();
    twin.silence();
    await twin.struck();

    await assert.rejects(twin.own.send(), { code: "ECONNRESET" });
    await twin.other.send();
    await twin.own.send();
    assert.equal(await twin.queued(), 4);
  });
});
