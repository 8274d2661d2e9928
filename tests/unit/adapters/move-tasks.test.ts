import assert from "node:assert/strict";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, suite, test } from "node:test";
import { SQSClient } from "@aws-sdk/client-sqs";
import { moveTasks } from "../../../runtime/adapters/sqs/move-tasks.ts";
import { startMove } from "../../../runtime/operations/move-queue.ts";
import { Refused } from "../../../runtime/operations/refused.ts";

const deadLetters = "arn:aws:sqs:eu-west-1:123456789012:dead-letters";
const events = "arn:aws:sqs:eu-west-1:123456789012:events";

/** What SQS would answer, by the action that is asked for. */
const answers: Readonly<Record<string, (body: { QueueUrl?: string }) => object>> = {
  GetQueueAttributes: ({ QueueUrl = "" }) => ({
    Attributes: { QueueArn: QueueUrl.endsWith("dead-letters") ? deadLetters : events },
  }),
  StartMessageMoveTask: () => ({ TaskHandle: "handle-1" }),
  ListMessageMoveTasks: () => ({
    Results: [{ TaskHandle: "handle-1", Status: "RUNNING", ApproximateNumberOfMessagesMoved: 7 }],
  }),
  CancelMessageMoveTask: () => ({ ApproximateNumberOfMessagesMoved: 9 }),
};

// fauxqs has no move tasks, so what goes over the wire is looked at.
suite("a move of a whole queue", () => {
  const asked: { readonly action: string; readonly body: object }[] = [];
  let known = true;
  const server = createServer(async (request, response) => {
    const action = String(request.headers["x-amz-target"]).replace("AmazonSQS.", "");
    const body = JSON.parse(await text(request));
    asked.push({ action, body });
    const answer = known || action === "GetQueueAttributes" ? answers[action]?.(body) : undefined;
    response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.0" });
    const unknown = { __type: "com.amazonaws.sqs#InvalidAction", message: `Unknown action: ${action}` };
    response.end(JSON.stringify(answer ?? unknown));
  });
  let client: SQSClient;
  let endpoint: string;

  before(async () => {
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    endpoint = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    client = new SQSClient({ endpoint, region: "eu-west-1", credentials });
  });
  beforeEach(() => {
    asked.length = 0;
    known = true;
  });
  after(() => {
    client.destroy();
    server.close();
  });
  const tasks = () =>
    moveTasks(client, {
      deadLetterQueueUrl: `${endpoint}/123456789012/dead-letters`,
      queueUrl: `${endpoint}/123456789012/events`,
    });
  const last = () => asked.at(-1);

  test("names its destination and its rate", async () => {
    assert.equal(await startMove(250, tasks()), "handle-1");
    assert.deepEqual(last(), {
      action: "StartMessageMoveTask",
      body: { SourceArn: deadLetters, DestinationArn: events, MaxNumberOfMessagesPerSecond: 250 },
    });
  });

  test("is listed by the dead-letter queue", async () => {
    const [task] = await tasks().list();
    assert.deepEqual(last(), {
      action: "ListMessageMoveTasks",
      body: { SourceArn: deadLetters, MaxResults: 10 },
    });
    assert.deepEqual([task?.taskHandle, task?.status, task?.moved], ["handle-1", "RUNNING", 7]);
  });

  test("is cancelled by its handle", async () => {
    assert.equal(await tasks().cancel("handle-1"), 9);
    assert.deepEqual(last(), { action: "CancelMessageMoveTask", body: { TaskHandle: "handle-1" } });
  });

  test("is refused in words where SQS does not know it", async () => {
    known = false;
    await assert.rejects(
      startMove(250, tasks()),
      (error) => error instanceof Refused && /no StartMessageMoveTask/.test(error.message),
    );
  });
});
