import assert from "node:assert/strict";
import { test } from "node:test";
import { awsRequest } from "../../../bench/harness/wire/aws-request.ts";
import { accessLine } from "../../../bench/measures/cost/access-line.ts";
import { dominantOf, linesOf, totalOf } from "../../../bench/measures/cost/lines.ts";
import { judged } from "../../../bench/measures/cost/notes.ts";
import { polledRequests } from "../../../bench/measures/cost/polled-requests.ts";
import { billedRequests, type Usage, usedOnWire } from "../../../bench/measures/cost/usage.ts";

const kib = 1024;
const gib = kib ** 3;
const nothing: Usage = {
  events: 1_000_000,
  posts: 0,
  ingest: { count: 0, ms: 0 },
  process: { count: 0, ms: 0 },
  sqsRequests: 0,
  snsPublishes: 0,
  s3Puts: 0,
  s3Gets: 0,
  s3Bytes: 0,
  logBytes: 0,
  answerBytes: 0,
  endpointBytes: 0,
  databaseBytes: 0,
  storedBytes: 0,
};

/** To a hundredth of a cent, as sums of fractions are not exact. */
const cents = (usd: number) => Math.round(usd * 10_000) / 10_000;

test("a request is billed for every 64 KiB that it carries, and at least once", () => {
  const sizes = [0, 1, 64 * kib, 64 * kib + 1, 256 * kib];
  assert.deepEqual(sizes.map(billedRequests), [1, 1, 1, 2, 4]);
});

test("what is not used costs nothing", () => {
  assert.equal(totalOf(linesOf(nothing)), 0);
});

test("every line is its own amount at its own price", () => {
  const lines = linesOf({
    ...nothing,
    posts: 1_000_000,
    ingest: { count: 1_000_000, ms: 3.2 },
    process: { count: 100_000, ms: 10 },
    sqsRequests: 1_200_000,
    snsPublishes: 100_000,
    s3Puts: 10_000,
    s3Gets: 10_000,
    logBytes: 2 * gib,
    answerBytes: gib,
    endpointBytes: gib,
    databaseBytes: 2 * gib,
  });
  assert.deepEqual(Object.fromEntries(Object.entries(lines).map(([name, usd]) => [name, cents(usd)])), {
    apiGateway: 3.5,
    ingest: 0.2533,
    sqs: 0.6,
    process: 0.0333,
    sns: 0.05,
    s3: 0.054,
    logs: 1,
    transfer: 0.11,
  });
});

test("a bill is for a million events, however many were sent", () => {
  const lines = linesOf({ ...nothing, events: 500, posts: 1 });
  assert.equal(cents(lines.apiGateway), 0.007);
});

test("slower invocations change the lines of Lambda alone", () => {
  const usage: Usage = {
    ...nothing,
    posts: 1_000_000,
    ingest: { count: 1_000_000, ms: 10 },
    process: { count: 1, ms: 1 },
  };
  const [before, after] = [linesOf(usage), linesOf(usage, 10)];
  assert.equal(cents(after.ingest - 0.2), cents((before.ingest - 0.2) * 10));
  assert.equal(after.apiGateway, before.apiGateway);
});

test("a payload in S3 is paid for as many days as it stays", () => {
  const { s3 } = linesOf({ ...nothing, s3Bytes: 100 * gib });
  assert.equal(cents(s3), cents(100 * 0.023 * (46 / (365 / 12))));
});

test("the poller receives and deletes in tens, and a receive weighs what it brings", () => {
  const small = { Body: "x" };
  const large = { Body: "x".repeat(60 * kib) };
  assert.equal(polledRequests([[small]]), 2);
  assert.equal(polledRequests([Array.from({ length: 25 }, () => small)]), 6);
  assert.equal(polledRequests([[large, large]]), 3);
});

test("messages are weighed with their attributes, wherever they are sent", () => {
  const attribute = { DataType: "String", StringValue: "vv" };
  const entry = { Id: "0", MessageBody: "body", MessageAttributes: { nn: attribute } };
  const target = { "x-amz-target": "AmazonSQS.SendMessageBatch" };
  const sqs = awsRequest(
    "sqs",
    { method: "POST", headers: target },
    Buffer.from(JSON.stringify({ Entries: [entry, entry] })),
  );
  assert.deepEqual([sqs.action, sqs.messages, sqs.payloadBytes], ["SendMessageBatch", 2, 2 * 14]);

  const prefix = "PublishBatchRequestEntries.member.1.";
  const form = new URLSearchParams({ Action: "PublishBatch", [`${prefix}Message`]: "é" });
  const sns = awsRequest("sns", { method: "POST", headers: {} }, Buffer.from(form.toString()));
  assert.deepEqual([sns.action, sns.messages, sns.payloadBytes], ["PublishBatch", 1, 2]);
});

test("the wire's part of the bill holds each service's requests", () => {
  const request = { messages: 1, payloadBytes: 100 * kib, wireBytes: 7 };
  const used = usedOnWire([
    { ...request, service: "sqs", action: "SendMessage" },
    { ...request, service: "sns", action: "PublishBatch" },
    { ...request, service: "s3", action: "PUT" },
    { ...request, service: "s3", action: "GET" },
  ]);
  assert.deepEqual(used, {
    sqsRequests: 2,
    snsPublishes: 2,
    s3Puts: 1,
    s3Gets: 1,
    s3Bytes: 100 * kib,
    endpointBytes: 7,
  });
});

test("a missed target names the dearest line and what makes it smaller", () => {
  const lines = linesOf({ ...nothing, posts: 2_000_000, logBytes: gib });
  assert.equal(dominantOf(lines), "apiGateway");
  const [note = ""] = judged({ label: "single", atMost: 6.5 }, lines);
  assert.match(
    note,
    /API Gateway is the dearest line, 93 %.* misses its target by 1\.00 USD; the lever: post/,
  );
  assert.doesNotMatch(judged({ label: "single", atMost: 8 }, lines)[0] ?? "", /misses/);
});

test("a line of the access log is as long as what API Gateway writes, and nothing in it is left out", () => {
  assert.doesNotMatch(accessLine(), /\$context/);
  assert.throws(() => accessLine('{"x":"$context.unheardOf"}'), /unheardOf/);
});
