import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { APIGatewayProxyResult } from "aws-lambda";
import { lazyS3 } from "../../../runtime/adapters/s3/client.ts";
import { producerDirectory } from "../../../runtime/adapters/s3/producer-directory.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import {
  bucket,
  directory,
  type IngestBehindProxy,
  postTo,
  startIngestBehindProxy,
} from "../../support/ingest-behind-proxy.ts";

suite("ingest in trouble", () => {
  let ingest: IngestBehindProxy;
  let handler: Awaited<ReturnType<IngestBehindProxy["freshHandler"]>>;

  before(async () => {
    ingest = await startIngestBehindProxy();
    handler = await ingest.freshHandler("warm");
    assert.equal((await postOne("first")).statusCode, 202);
  });
  beforeEach(async () => {
    ingest.strike(() => "pass");
    await ingest.messages();
  });
  after(() => ingest.stop());

  const large = transaction({ metadata: { text: "x".repeat(300_000) } });
  const postOne = (id: string, data: unknown = transaction(), to = handler) =>
    postTo(to, "/v1/events", plainEvent({ id, data }));
  const postBatch = (events: readonly unknown[]) => postTo(handler, "/v1/events/batch", events);

  for (const [code, status] of [
    ["RequestThrottled", 400],
    ["OverLimit", 403],
    ["KmsThrottled", 400],
    ["ServiceUnavailable", 503],
  ] as const) {
    test(`SQS that answers ${code} is a 503 with Retry-After, for one event and for a batch`, async () => {
      ingest.strike((action) =>
        action.startsWith("Send")
          ? { status, body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: "no" }) }
          : "pass",
      );
      const [one, batch] = await Promise.all([postOne("a"), postBatch([plainEvent({ id: "b" })])]);
      assertUnavailable(one, /stored once/);
      assertUnavailable(batch, /stored once/);
      assert.deepEqual(await ingest.messages(), []);
    });
  }

  test("a message that SQS took but did not confirm is a 503 that does not say it was lost; a retry names it again", async () => {
    ingest.strike((action) => (action === "SendMessage" ? "lose-answer" : "pass"));
    assertUnavailable(await postOne("unconfirmed"), /^Nobody knows whether the event was queued/);
    const taken = await ingest.messages();
    assert.ok(taken.length > 0);
    // Each try of the SDK is the same acceptance, so the store tells it from a producer's retry.
    assert.equal(new Set(taken.map(({ acceptanceId }) => acceptanceId)).size, 1);
    ingest.strike(() => "pass");
    assert.equal((await postOne("unconfirmed")).statusCode, 202);
    const [again] = await ingest.messages();
    assert.equal(again?.eventId, taken[0]?.eventId);
    assert.notEqual(again?.acceptanceId, taken[0]?.acceptanceId);
  });

  test("a retry after a failed send names the object that the first try has left in S3", async () => {
    ingest.strike((action) => (action === "SendMessage" ? { status: 400, body: "{}" } : "pass"));
    assertUnavailable(await postOne("orphan", large), /stored once/);
    const left = await ingest.objects();
    ingest.strike(() => "pass");
    assert.equal((await postOne("orphan", large)).statusCode, 202);
    const [message] = await ingest.messages();
    assert.deepEqual(await ingest.objects(), left);
    assert.deepEqual(left, [message?.payloadKey]);
  });

  test("S3 that takes no payload is a 503, and nothing is queued", async () => {
    ingest.strike((action) => (action.startsWith("PUT") ? { status: 503, body: "" } : "pass"));
    assertUnavailable(await postOne("no-s3", large), /^The event was not queued/);
    assert.deepEqual(await ingest.messages(), []);
  });

  test("a directory of producers that cannot be read is a 503", async () => {
    ingest.strike((action) => (action.startsWith("GET") ? { status: 503, body: "" } : "pass"));
    assertUnavailable(
      await postOne("nobody", transaction(), await ingest.freshHandler("no-directory")),
      /directory/,
    );
  });

  test("a directory that is old and cannot be renewed still serves those it knows, and judges nobody else", async () => {
    let now = 0;
    const producers = producerDirectory(lazyS3(), bucket, directory, () => now);
    const deadline = () => AbortSignal.timeout(10_000);
    assert.equal((await producers.find("key", deadline()))?.name, "shop");
    now = 3_600_000;
    let asked = 0;
    ingest.strike((action) => {
      asked += 1;
      return action.startsWith("GET") ? "silence" : "pass";
    });
    const due = deadline();
    assert.equal((await producers.find("key", due))?.name, "shop");
    assert.equal(due.aborted, false, "no time is left to queue the event");
    assert.equal((await producers.find("key", AbortSignal.abort()))?.name, "shop");
    assert.equal(asked, 1);
    await assert.rejects(producers.find("another key", deadline()));
  });

  test("services that all say nothing for a while are given up before API Gateway gives ingest up", async () => {
    const cold = await ingest.freshHandler("slow");
    const silent = new Map<string, number>();
    // Two of the SDK's three tries are lost on each service, and the queue never answers: 35 s with no deadline.
    ingest.strike((action) => {
      const service = action.split(" ")[0] ?? "";
      const calls = (silent.get(service) ?? 0) + 1;
      silent.set(service, calls);
      return service.startsWith("Send") || calls < 3 ? "silence" : "pass";
    });
    const given = [postOne("slow", large, cold), postBatch([plainEvent({ id: "slow-batch" })])];
    const late = setTimeout(29_000, undefined, { ref: false });
    for (const answer of await Promise.all(given.map((answer) => Promise.race([answer, late])))) {
      assert.ok(answer, "API Gateway would have answered 504");
      assertUnavailable(answer, /queued/);
    }
    assert.ok((silent.get("PUT") ?? 0) > 0);
  });
});

function assertUnavailable(answer: APIGatewayProxyResult, detail: RegExp): void {
  assert.equal(answer.statusCode, 503, answer.body);
  assert.equal(answer.headers?.["Content-Type"], "application/problem+json");
  assert.match(String(answer.headers?.["Retry-After"]), /^[1-9]$/);
  const problem = JSON.parse(answer.body);
  assert.equal(problem.code, "unavailable");
  assert.match(problem.detail, detail);
}
