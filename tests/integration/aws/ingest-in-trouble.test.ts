import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { AcceptedEvent } from "../../../runtime/contract/message.ts";
import { startAws } from "../../support/aws.ts";
import { type Strike, startAwsProxy } from "../../support/aws-proxy.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

const bucket = "payloads";
const directory = "configuration/producers.json";

suite("ingest in trouble", () => {
  let aws: Awaited<ReturnType<typeof startAws>>;
  let proxy: Awaited<ReturnType<typeof startAwsProxy>>;
  let strike: (action: string) => Strike = () => "pass";
  let handler: Handler;

  before(async () => {
    aws = await startAws();
    proxy = await startAwsProxy(aws.server.address, ({ action }) => strike(action));
    aws.server.createBucket(bucket);
    aws.server.createQueue("events", { attributes: { MaximumMessageSize: "1048576" } });
    await writeDirectory();
    handler = await freshHandler("warm");
    assert.equal((await postOne("first")).statusCode, 202);
  });
  beforeEach(async () => {
    strike = () => "pass";
    await messages();
  });
  after(async () => {
    proxy.stop();
    await aws.server.stop();
  });

  async function writeDirectory(): Promise<void> {
    const { PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    await new S3Client({ endpoint: aws.server.address, forcePathStyle: true }).send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: directory,
        Body: JSON.stringify({ key: { name: "shop" } }),
      }),
    );
  }

  /** The handler as a new sandbox would load it, behind the proxy. */
  async function freshHandler(name: string): Promise<Handler> {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: proxy.url,
      QUEUE_URL: `${proxy.url}/000000000000/events`,
      PAYLOAD_BUCKET: bucket,
      PRODUCERS_KEY: directory,
      LOG_LEVEL: "error",
    });
    const specifier = `../../../runtime/handlers/ingest.ts?${name}`;
    return (await import(specifier)).handler;
  }

  function post(path: string, body: unknown, to = handler): Promise<APIGatewayProxyResult> {
    const event = {
      httpMethod: "POST",
      path,
      resource: path,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: { stage: "local", requestId: "request-1", identity: { apiKeyId: "key" } },
    };
    return to(event as unknown as APIGatewayProxyEvent);
  }

  const large = transaction({ metadata: { text: "x".repeat(300_000) } });
  const postOne = (id: string, data: unknown = transaction(), to = handler) =>
    post("/v1/events", plainEvent({ id, data }), to);
  const postBatch = (events: readonly unknown[]) => post("/v1/events/batch", events);

  async function messages() {
    const all: v.InferOutput<typeof AcceptedEvent>[] = [];
    for (;;) {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: `${aws.server.address}/000000000000/events`,
          MaxNumberOfMessages: 10,
        }),
      );
      if (Messages.length === 0) return all;
      all.push(...Messages.map(({ Body = "" }) => v.parse(AcceptedEvent, JSON.parse(Body))));
    }
  }

  function assertUnavailable(answer: APIGatewayProxyResult, detail: RegExp): void {
    assert.equal(answer.statusCode, 503, answer.body);
    assert.equal(answer.headers?.["Content-Type"], "application/problem+json");
    assert.match(String(answer.headers?.["Retry-After"]), /^[1-9]$/);
    const problem = JSON.parse(answer.body);
    assert.equal(problem.code, "unavailable");
    assert.match(problem.detail, detail);
  }

  for (const [code, status] of [
    ["RequestThrottled", 400],
    ["OverLimit", 403],
    ["KmsThrottled", 400],
    ["ServiceUnavailable", 503],
  ] as const) {
    test(`SQS that answers ${code} is a 503 with Retry-After, for one event and for a batch`, async () => {
      strike = (action) =>
        action.startsWith("Send")
          ? { status, body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: "no" }) }
          : "pass";
      const [one, batch] = await Promise.all([postOne("a"), postBatch([plainEvent({ id: "b" })])]);
      assertUnavailable(one, /stored once/);
      assertUnavailable(batch, /stored once/);
      assert.deepEqual(await messages(), []);
    });
  }

  test("a message that SQS took but did not confirm is a 503 that does not say it was lost; a retry names it again", async () => {
    strike = (action) => (action === "SendMessage" ? "lose-answer" : "pass");
    assertUnavailable(await postOne("unconfirmed"), /^Nobody knows whether the event was queued/);
    const taken = await messages();
    assert.ok(taken.length > 0);
    // Each try of the SDK is the same acceptance, so the store tells it from a producer's retry.
    assert.equal(new Set(taken.map(({ acceptanceId }) => acceptanceId)).size, 1);
    strike = () => "pass";
    assert.equal((await postOne("unconfirmed")).statusCode, 202);
    const [again] = await messages();
    assert.equal(again?.eventId, taken[0]?.eventId);
    assert.notEqual(again?.acceptanceId, taken[0]?.acceptanceId);
  });

  test("a retry after a failed send names the object that the first try has left in S3", async () => {
    strike = (action) => (action === "SendMessage" ? { status: 400, body: "{}" } : "pass");
    assertUnavailable(await postOne("orphan", large), /stored once/);
    const left = await objects();
    strike = () => "pass";
    assert.equal((await postOne("orphan", large)).statusCode, 202);
    const [message] = await messages();
    assert.deepEqual(await objects(), left);
    assert.deepEqual(left, [message?.payloadKey]);
  });

  test("S3 that takes no payload is a 503, and nothing is queued", async () => {
    strike = (action) => (action.startsWith("PUT") ? { status: 503, body: "" } : "pass");
    assertUnavailable(await postOne("no-s3", large), /^The event was not queued/);
    assert.deepEqual(await messages(), []);
  });

  test("a directory of producers that cannot be read is a 503", async () => {
    strike = (action) => (action.startsWith("GET") ? { status: 503, body: "" } : "pass");
    assertUnavailable(
      await postOne("nobody", transaction(), await freshHandler("no-directory")),
      /directory/,
    );
  });

  test("a directory that is old and cannot be renewed still serves those it knows, and judges nobody else", async () => {
    const { lazyS3 } = await import("../../../runtime/adapters/s3/client.ts");
    const { producerDirectory } = await import("../../../runtime/adapters/s3/producer-directory.ts");
    let now = 0;
    const producers = producerDirectory(lazyS3(), bucket, directory, () => now);
    const deadline = () => AbortSignal.timeout(10_000);
    assert.equal((await producers.find("key", deadline()))?.name, "shop");
    now = 3_600_000;
    let asked = 0;
    strike = (action) => {
      asked += 1;
      return action.startsWith("GET") ? "silence" : "pass";
    };
    const due = deadline();
    assert.equal((await producers.find("key", due))?.name, "shop");
    assert.equal(due.aborted, false, "no time is left to queue the event");
    assert.equal((await producers.find("key", AbortSignal.abort()))?.name, "shop");
    assert.equal(asked, 1);
    await assert.rejects(producers.find("another key", deadline()));
  });

  test("services that all say nothing for a while are given up before API Gateway gives ingest up", async () => {
    const cold = await freshHandler("slow");
    const silent = new Map<string, number>();
    // Two of the SDK's three tries are lost on each service, and the queue never answers: 35 s with no deadline.
    strike = (action) => {
      const service = action.split(" ")[0] ?? "";
      const calls = (silent.get(service) ?? 0) + 1;
      silent.set(service, calls);
      return service.startsWith("Send") || calls < 3 ? "silence" : "pass";
    };
    const given = [postOne("slow", large, cold), postBatch([plainEvent({ id: "slow-batch" })])];
    const late = setTimeout(29_000, undefined, { ref: false });
    for (const answer of await Promise.all(given.map((answer) => Promise.race([answer, late])))) {
      assert.ok(answer, "API Gateway would have answered 504");
      assertUnavailable(answer, /queued/);
    }
    assert.ok((silent.get("PUT") ?? 0) > 0);
  });

  async function objects(): Promise<readonly (string | undefined)[]> {
    const { ListObjectsV2Command, S3Client } = await import("@aws-sdk/client-s3");
    const client = new S3Client({ endpoint: aws.server.address, forcePathStyle: true });
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: "payloads/" }),
    );
    return Contents.map(({ Key }) => Key);
  }
});
