import assert from "node:assert/strict";
import { test } from "node:test";
import { failedMessages } from "../../../local/event-source/batch-failures.ts";
import { splitByBytes } from "../../../local/event-source/split-by-bytes.ts";
import { sqsRecord } from "../../../local/event-source/sqs-record.ts";

const batch = ["a", "b"];

for (const payload of ["null", "{}", '{"batchItemFailures":[]}', '{"batchItemFailures":null}']) {
  test(`an answer of ${payload} means that all succeeded`, () => {
    assert.deepEqual(failedMessages(payload, batch), new Set());
  });
}

test("only the messages that are named have failed", () => {
  assert.deepEqual(failedMessages('{"batchItemFailures":[{"itemIdentifier":"b"}]}', batch), new Set(["b"]));
});

const misshapen = [
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"itemIdentifier":"c"}]}',
  '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}',
  '{"batchItemFailures":[{"identifier":"a"}]}',
  '{"batchItemFailures":"a"}',
  "[",
];

for (const payload of misshapen) {
  test(`an answer of ${payload} means that all failed`, () => {
    assert.deepEqual(failedMessages(payload, batch), new Set(batch));
  });
}

test("a batch is cut where an invocation would grow beyond the limit, in order", () => {
  const items = [40, 40, 40, 200, 10].map((bytes, index) => ({ item: index, bytes }));

  assert.deepEqual(splitByBytes(items, 100), [[0, 1], [2], [3], [4]]);
  assert.deepEqual(splitByBytes([], 100), []);
});

test("every invocation stays within the limit as JSON", () => {
  const texts = Array.from({ length: 30 }, (_, index) => JSON.stringify({ body: "x".repeat(index * 3) }));
  const items = texts.map((text) => ({ item: text, bytes: Buffer.byteLength(text) }));

  const events = splitByBytes(items, 300).map((records) => `{"Records":[${records.join(",")}]}`);

  assert.ok(events.every((event) => Buffer.byteLength(event) <= 300));
  assert.deepEqual(events.flatMap((event) => JSON.parse(event).Records).length, texts.length);
});

test("a record has the names that Lambda gives it", () => {
  const record = sqsRecord(
    {
      MessageId: "m",
      ReceiptHandle: "r",
      Body: "{}",
      MD5OfBody: "d",
      Attributes: { ApproximateReceiveCount: "3", SentTimestamp: "1", MessageGroupId: "g" },
      MessageAttributes: {
        text: { DataType: "String", StringValue: "v" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
      },
    },
    "arn:aws:sqs:us-east-1:000000000000:q",
    "us-east-1",
  );

  assert.equal(record.attributes.ApproximateReceiveCount, "3");
  assert.equal(record.attributes.MessageGroupId, "g");
  assert.equal(record.eventSource, "aws:sqs");
  assert.deepEqual(record.messageAttributes, {
    text: { stringValue: "v", stringListValues: [], binaryListValues: [], dataType: "String" },
    bytes: { binaryValue: "AQI=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
  });
});
