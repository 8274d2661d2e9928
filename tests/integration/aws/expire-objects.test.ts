import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startFauxqs } from "fauxqs";
import { expireObjects } from "../../../local/aws/expire-objects.ts";
import { names } from "../../../local/aws/names.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { payloadKeyOf } from "../../../runtime/core/identity.ts";

suite("the sweep of old payloads on one machine", () => {
  let server: Awaited<ReturnType<typeof startFauxqs>>;
  let endpoint: string;
  before(async () => {
    server = await startFauxqs({ port: 0, logger: false });
    endpoint = `http://127.0.0.1:${server.port}`;
    server.createBucket(names.bucket);
    for (const queue of [names.queue, names.deadLetterQueue]) server.createQueue(queue);
  });
  after(() => server.stop());

  const client = () =>
    new S3Client({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      forcePathStyle: true,
    });
  const keyOf = (name: string) =>
    payloadKeyOf("shop", `00000000-0000-8000-8000-${name.padStart(12, "0")}`, "a".repeat(64));
  const put = async (key: string) => {
    const { PutObjectCommand } = await import("@aws-sdk/client-s3");
    await client().send(new PutObjectCommand({ Bucket: names.bucket, Key: key, Body: "{}" }));
  };
  const keys = async () => {
    const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket: names.bucket }));
    return Contents.map(({ Key }) => Key).sort();
  };
  const dayMs = 24 * 60 * 60 * 1_000;

  test("deletes nothing that is younger than the rule keeps it", async () => {
    await put(keyOf("1"));
    assert.equal(await expireObjects(endpoint), 0);
    assert.equal(await expireObjects(endpoint, { now: Date.now() + (limits.payloadDays - 1) * dayMs }), 0);
    assert.deepEqual(await keys(), [keyOf("1")]);
  });

  test("deletes old orphans, keeps what a queued or a dead message names, and all that is no payload", async () => {
    for (const name of ["2", "3", "4"]) await put(keyOf(name));
    await put(names.producersKey);
    const message = (key: string) => JSON.stringify({ payloadKey: key });
    server.sendMessage(names.queue, message(keyOf("2")));
    server.sendMessage(names.deadLetterQueue, message(keyOf("3")));

    const later = Date.now() + (limits.payloadDays + 1) * dayMs;
    assert.equal(await expireObjects(endpoint, { now: later }), 2);

    assert.deepEqual(await keys(), [names.producersKey, keyOf("2"), keyOf("3")].sort());
  });

  test("keeps everything while there are more messages than can be looked through", async () => {
    for (let sent = 0; sent < 1_001; sent++) server.sendMessage(names.queue, "{}");
    await put(keyOf("5"));
    assert.equal(await expireObjects(endpoint, { keptMs: -1_000 }), 0);
    assert.ok((await keys()).includes(keyOf("5")));
  });
});
