import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as v from "valibot";
import { BatchAnswer } from "../../runtime/contract/openapi/batch-answer.ts";
import { depth, drain, eventIdsOf, limitMessages, objectsNaming, subscribe } from "../support/local/aws.ts";
import { call, type Reply } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, canonical, sha256, transaction, transactionOfBytes } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { until } from "../support/until.ts";

const observer = "observer";
let fluxa: Instance;
let database: Oracle;

before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
  database = await openDatabase(fluxa);
  await subscribe(fluxa, observer);
});

function postBatch(events: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  return call(`${fluxa.apiUrl}/v1/events/batch`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(events),
  });
}

function resultsOf(reply: Reply, status: number) {
  assert.equal(reply.status, status, reply.text.slice(0, 500));
  assert.equal(reply.headers.get("content-type"), "application/json");
  return v.parse(BatchAnswer, reply.json);
}

async function stored(eventIds: readonly (string | undefined)[]): Promise<void> {
  await until("the events to be stored", async () => {
    const counts = await database.storedCounts();
    return eventIds.every((eventId) => counts.get(eventId ?? "") === 1) ? true : undefined;
  });
}

test("500 events are taken at once, stored once each and announced", async () => {
  const events = Array.from({ length: 500 }, (_, index) => authorized(`many-${index}`));

  const answer = resultsOf(await postBatch(events, { "x-correlation-id": "batch.1" }), 202);

  assert.deepEqual([answer.correlationId, answer.accepted, answer.rejected], ["batch.1", 500, 0]);
  const eventIds = answer.results.map(({ eventId }) => eventId ?? "");
  assert.equal(new Set(eventIds).size, 500);
  await stored(eventIds);
  const announced = new Set<string>();
  await until("all to be announced", async () => {
    for (const eventId of eventIdsOf(await drain(fluxa, observer))) announced.add(eventId);
    return announced.size === 500 ? true : undefined;
  });
  assert.deepEqual([...announced].sort(), eventIds.toSorted());
});

test("a mixed batch, some of it through S3: each item has the status that it would have alone", async () => {
  const large = transactionOfBytes(400_000);
  const events = [
    authorized("mixed-0"),
    authorized("mixed-1", { ...transaction(), amount: "19.99" }),
    authorized("mixed-2", large),
    { ...authorized("mixed-3"), type: "transaction.imagined" },
    { specversion: "1.0", ...authorized("mixed-4", transactionOfBytes(100_000)), source: "/till" },
    authorized("mixed-0"),
    authorized("mixed-0", transaction({ other: true })),
  ];

  const answer = resultsOf(await postBatch(events), 207);

  assert.deepEqual(
    answer.results.map((result) => ("code" in result ? result.code : result.status)),
    [202, "schema_violation", 202, "unknown_type", 202, 202, "identity_repeated"],
  );
  assert.deepEqual([answer.accepted, answer.rejected], [4, 3]);
  const refused = answer.results[1];
  assert.ok(refused !== undefined && "code" in refused);
  assert.deepEqual(
    refused.errors?.map(({ path }) => path),
    ["/1/data/amount"],
  );
  const offloaded = answer.results[2];
  assert.ok(offloaded !== undefined && "fingerprint" in offloaded);
  assert.equal(offloaded.fingerprint, sha256(canonical(large)));
  assert.equal((await objectsNaming(fluxa, offloaded.eventId)).length, 1);
  await stored([0, 2, 4].map((index) => answer.results[index]?.eventId));
  const reply = await call(`${fluxa.apiUrl}/v1/events/${offloaded.eventId}/payload`);
  assert.equal(reply.text, canonical(large));
});

test("the same batch under the same key again names the same events, and each is stored once", async () => {
  const { id: _, ...withoutId } = authorized("");
  const events = [withoutId, authorized("own"), withoutId];
  const headers = { "idempotency-key": '"retried"' };

  const first = resultsOf(await postBatch(events, headers), 202);
  const again = resultsOf(await postBatch(events, headers), 202);

  const ids = first.results.map(({ id }) => id);
  assert.deepEqual(ids, ["retried#0", "own", "retried#2"]);
  assert.deepEqual(
    again.results.map(({ eventId }) => eventId),
    first.results.map(({ eventId }) => eventId),
  );
  await stored(first.results.map(({ eventId }) => eventId));
});

test("what SQS refuses for itself is answered per item, the rest is stored", async () => {
  await limitMessages(fluxa, "fluxa-events", 8_192);
  const events = [
    authorized("narrow-0"),
    authorized("narrow-1", transactionOfBytes(20_000)),
    authorized("narrow-2"),
  ];

  const reply = await postBatch(events);
  await limitMessages(fluxa, "fluxa-events", 1_048_576);

  const { results } = resultsOf(reply, 207);
  assert.deepEqual(
    results.map((result) => ("code" in result ? result.code : result.status)),
    [202, "unavailable", 202],
  );
  assert.match(reply.headers.get("retry-after") ?? "", /^[234]$/);
  await stored([results[0]?.eventId, results[2]?.eventId]);
  assert.equal((await database.storedCounts()).has(results[1]?.eventId ?? ""), false);
  const [again] = resultsOf(await postBatch([events[1]]), 202).results;
  assert.equal(again?.eventId, results[1]?.eventId);
  await stored([again?.eventId]);
});

test("when SQS takes nothing of a batch it is a 503 with Retry-After", async () => {
  await limitMessages(fluxa, "fluxa-events", 1_024);
  const reply = await postBatch([authorized("none", transactionOfBytes(20_000))]);
  await limitMessages(fluxa, "fluxa-events", 1_048_576);

  assert.equal(reply.status, 503, reply.text);
  assert.equal(reply.headers.get("content-type"), "application/problem+json");
  assert.match(reply.headers.get("retry-after") ?? "", /^[234]$/);
});

test("faults of a whole request are problems", async () => {
  for (const [body, status, code] of [
    [authorized("alone"), 400, "malformed_body"],
    [[], 422, "schema_violation"],
    [Array(501).fill(0), 413, "batch_too_large"],
    [[authorized("huge", transactionOfBytes(6 * 1024 * 1024))], 413, "payload_too_large"],
  ] as const) {
    const reply = await postBatch(body);
    assert.deepEqual([reply.status, Object(reply.json).code], [status, code], reply.text.slice(0, 300));
    assert.equal(reply.headers.get("content-type"), "application/problem+json");
  }
  const reply = await call(`${fluxa.apiUrl}/v1/events/batch`);
  assert.deepEqual([reply.status, Object(reply.json).code], [404, "route_not_found"]);
});

test("a batch that nearly fills a request is stored whole", async () => {
  const events = Array.from({ length: 500 }, (_, index) =>
    authorized(`full-${index}`, transactionOfBytes(9_500)),
  );

  const { results } = resultsOf(await postBatch(events), 202);

  await stored(results.map(({ eventId }) => eventId));
});

test("nothing was dead-lettered, and the queue is empty", async () => {
  await until("the queue to be empty", async () =>
    (await depth(fluxa, "fluxa-events")) === 0 ? true : undefined,
  );
  const { dead, conflicts } = await database.totals();
  assert.deepEqual([dead, conflicts], [0, 0]);
  assert.equal(await depth(fluxa, "fluxa-dead-letters"), 0);
});
