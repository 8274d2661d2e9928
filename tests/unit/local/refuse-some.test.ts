import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { refuseSome } from "../../../local/aws/faults/refuse-some.ts";

/** Gives these numbers one after the other. */
function numbers(...values: readonly number[]): () => number {
  let next = 0;
  return () => values[next++] ?? 0.9;
}

const ids = ["a", "b", "c"];

suite("some entries of a batch", () => {
  const sqs = { QueueUrl: "u", Entries: ids.map((Id) => ({ Id, MessageBody: Id })) };

  test("to SQS are left out and refused in the answer", () => {
    const remainder = refuseSome(sqs, numbers(0.4, 0.6, 0.4));

    assert.deepEqual(remainder?.body, { QueueUrl: "u", Entries: [{ Id: "b", MessageBody: "b" }] });
    const answer = JSON.parse(remainder?.complete('{"Successful":[{"Id":"b"}],"Failed":[]}') ?? "");
    assert.deepEqual(answer.Successful, [{ Id: "b" }]);
    assert.deepEqual(
      answer.Failed.map(({ Id, SenderFault }: { Id: string; SenderFault: boolean }) => [Id, SenderFault]),
      [
        ["a", false],
        ["c", false],
      ],
    );
  });

  test("are one at least, and may be all", () => {
    const one = refuseSome(sqs, numbers(0.6, 0.6, 0.6, 0.99));
    assert.deepEqual(
      JSON.parse(one?.complete("") ?? "").Failed.map(({ Id }: { Id: string }) => Id),
      ["c"],
    );

    const all = refuseSome(sqs, numbers(0, 0, 0));
    assert.equal(all?.body, undefined);
    assert.equal(JSON.parse(all?.complete("") ?? "").Failed.length, 3);
  });

  test("to SNS are left out and refused in the answer", () => {
    const members = ids.flatMap((id, index) => [
      [`PublishBatchRequestEntries.member.${index + 1}.Id`, id],
      [`PublishBatchRequestEntries.member.${index + 1}.Message`, id],
    ]);
    const form = { Action: "PublishBatch", TopicArn: "t", ...Object.fromEntries(members) };

    const remainder = refuseSome(form, numbers(0.4, 0.6, 0.6));

    assert.deepEqual(Object.keys(Object(remainder?.body)).length, 2 + 4);
    const answer = remainder?.complete("<Successful><member/></Successful><Failed></Failed>") ?? "";
    assert.match(answer, /<Successful><member\/><\/Successful><Failed><member><Id>a<\/Id>/);
    assert.match(refuseSome(form, numbers(0, 0, 0))?.complete("") ?? "", /<Id>c<\/Id>.*<\/Failed>/);
  });

  test("are none of a call that is no batch", () => {
    assert.equal(refuseSome({ QueueUrl: "u", MessageBody: "x" }, Math.random), undefined);
    assert.equal(refuseSome({ Action: "Publish", Message: "x" }, Math.random), undefined);
  });
});
