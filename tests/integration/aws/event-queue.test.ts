import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientDefaults } from "../../../runtime/adapters/aws-client.ts";
import { eventQueue } from "../../../runtime/adapters/sqs/event-queue.ts";
import type { OutgoingMessage } from "../../../runtime/ports/event-queue.ts";
import { startAws } from "../../support/aws.ts";
import { startHttpServer } from "../../support/http-server.ts";

suite("sending events to SQS", () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  before(async () => {
    aws = await startAws();
  });
  after(() => aws.server.stop());

  const queue = (name: string, largest = "1048576") => {
    aws.server.createQueue(name, { attributes: { MaximumMessageSize: largest } });
    return `${aws.server.address}/000000000000/${name}`;
  };

  async function bodies(queueUrl: string): Promise<string[]> {
    const all: string[] = [];
    for (;;) {
      const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await aws.sqs.send(command);
      if (Messages.length === 0) return all.sort();
      all.push(...Messages.map(({ Body = "" }) => Body));
    }
  }

  const never = new AbortController().signal;
  const messageOf = (body: string): OutgoingMessage => ({
    body,
    attributes: { event_id: "e-1" },
    group: "shop",
    bytes: body.length + 256,
  });

  test("many messages go in calls of ten and of 1 MiB, each once, with an outcome each in order", async () => {
    const url = queue("many");
    const sizes = [...Array(40).fill(100), ...Array(12).fill(400_000), 1_000_000, 50];
    const messages = sizes.map((size, index) => messageOf(`${index} ${"x".repeat(size)}`));
    const outcomes = await eventQueue(aws.sqs, url).sendAll(messages, never);
    assert.deepEqual(
      outcomes,
      messages.map(() => ({ state: "sent" })),
    );
    assert.deepEqual(await bodies(url), messages.map(({ body }) => body).sort());
  });

  test("a message that SQS refuses for itself is told apart from its neighbours", async () => {
    const url = queue("narrow", "2048");
    const messages = ["a", "x".repeat(4_000), "b"].map(messageOf);
    const outcomes = await eventQueue(aws.sqs, url).sendAll(messages, never);
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ["sent", "refused", "sent"],
    );
    assert.match(String(Object(outcomes[1]).cause), /SendRefused: InvalidParameterValue/);
    assert.deepEqual(await bodies(url), ["a", "b"]);
  });

  test("a call that fails leaves its messages unknown and does not reject", async () => {
    const outcomes = await eventQueue(aws.sqs, `${queue("there")}-not`).sendAll([messageOf("a")], never);
    assert.equal(outcomes[0]?.state, "unknown");
  });

  test("a queue that says nothing is given up at the deadline, one message and many", async (t) => {
    const silent = await startHttpServer(() => undefined);
    t.after(silent.stop);
    const endpoint = silent.url;
    const quiet = eventQueue(new SQSClient({ ...clientDefaults, endpoint }), `${endpoint}/0/quiet`);
    const soon = () => AbortSignal.timeout(50);
    await assert.rejects(quiet.send(messageOf("a"), soon()), { name: "TimeoutError" });
    const outcomes = await quiet.sendAll(Array(100).fill(messageOf("a")), soon());
    assert.ok(outcomes.every(({ state }) => state === "unknown"));
    assert.equal(outcomes.length, 100);
  });

  for (const [code, status] of [
    ["RequestThrottled", 400],
    ["OverLimit", 403],
    ["KmsThrottled", 400],
    ["ServiceUnavailable", 503],
  ] as const) {
    test(`a throttled queue (${code}) is asked to wait no longer than the deadline`, async (t) => {
      let calls = 0;
      const throttling = await startHttpServer((_request, response) => {
        calls++;
        // A server may ask for any pause before the next try.
        response.writeHead(status, { "content-type": "application/x-amz-json-1.0", "retry-after": "60" });
        response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: "slow down" }));
      });
      t.after(throttling.stop);
      const endpoint = throttling.url;
      const busy = eventQueue(new SQSClient({ ...clientDefaults, endpoint }), `${endpoint}/0/busy`);
      await assert.rejects(busy.send(messageOf("a"), AbortSignal.timeout(1_000)));
      assert.ok(calls <= clientDefaults.maxAttempts);
    });
  }
});
