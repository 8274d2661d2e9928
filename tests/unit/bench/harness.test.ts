import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { answerTo, messagesOf } from "../../../bench/harness/aws-end/publications.ts";
import { mixedEvent } from "../../../bench/harness/event-mix.ts";
import { prepare, sqsEvent } from "../../../bench/harness/prepared-events.ts";
import { AcceptedEvent } from "../../../runtime/contract/message.ts";

const Delivered = v.object({
  Records: v.array(v.object({ body: v.string(), messageAttributes: v.record(v.string(), v.unknown()) })),
});

test("of a hundred events 90 have 1 KiB, nine 16 KiB and one 512 KiB", () => {
  const sizes = Array.from({ length: 100 }, (_, n) => JSON.stringify(mixedEvent(n, "run").data).length);
  const count = (bytes: number) => sizes.filter((size) => size === bytes).length;
  assert.deepEqual([count(1_024), count(16_384), count(524_288)], [90, 9, 1]);
});

test("an event is the same in every run of the same name, and no two are the same", () => {
  assert.deepEqual(mixedEvent(7, "run"), mixedEvent(7, "run"));
  assert.notDeepEqual(mixedEvent(7, "run").data, mixedEvent(107, "run").data);
  assert.notEqual(mixedEvent(7, "run").id, mixedEvent(7, "other").id);
});

test("a prepared event is the message that ingest sends, its payload apart when it is large", async () => {
  const small = await prepare(mixedEvent(0, "run"));
  const large = await prepare(mixedEvent(50, "run"));
  const { Records } = v.parse(Delivered, JSON.parse(sqsEvent([small, large])));
  const [first, second] = Records.map(({ body }) => v.parse(AcceptedEvent, JSON.parse(body)));
  assert.equal(first?.eventId, small.eventId);
  assert.deepEqual(first?.data, JSON.parse(small.canonical));
  assert.equal(small.payloadKey, undefined);
  assert.ok(large.payloadKey !== undefined && second?.payloadKey === large.payloadKey);
  assert.ok(Records[0] !== undefined && "event_id" in Records[0].messageAttributes);
});

test("the topic's end takes every message of a call and keeps their texts", () => {
  const form = new URLSearchParams({
    Action: "PublishBatch",
    TopicArn: "arn",
    "PublishBatchRequestEntries.member.1.Id": "a-0",
    "PublishBatchRequestEntries.member.1.Message": '{"eventid":"x&y"}',
    "PublishBatchRequestEntries.member.2.Id": "a-1",
    "PublishBatchRequestEntries.member.2.Message": "two",
  }).toString();
  assert.deepEqual(messagesOf(form), ['{"eventid":"x&y"}', "two"]);
  const answer = answerTo(form);
  assert.match(answer, /^<PublishBatchResponse .*<Id>a-0<\/Id>.*<Id>a-1<\/Id>.*<Failed\/>/);
  assert.equal(answer.match(/<MessageId>/g)?.length, 2);
});

test("the topic's end takes a single message", () => {
  const form = new URLSearchParams({ Action: "Publish", TopicArn: "arn", Message: "one" }).toString();
  assert.deepEqual(messagesOf(form), ["one"]);
  assert.match(answerTo(form), /^<PublishResponse .*<MessageId>[0-9a-f-]{36}<\/MessageId>/);
});
