import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as v from "valibot";
import { depth, drain, eventIdsOf, objectsNaming, subscribe } from "../support/local/aws.ts";
import { accepted, call, post } from "../support/local/client.ts";
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

const Receipt = v.object({
  status: v.string(),
  correlationId: v.string(),
  fingerprint: v.string(),
  duplicates: v.number(),
  conflicts: v.number(),
  event: v.object({ id: v.string(), correlationid: v.string() }),
});

async function receipt(eventId: string) {
  const reply = await call(`${fluxa.apiUrl}/v1/events/${eventId}`, { headers: { prefer: "wait=10" } });
  assert.equal(reply.status, 200, reply.text);
  return v.parse(Receipt, reply.json);
}

async function payload(eventId: string): Promise<string> {
  const reply = await call(`${fluxa.apiUrl}/v1/events/${eventId}/payload`);
  assert.equal(reply.status, 200, reply.text.slice(0, 300));
  return reply.text;
}

async function sendStored(id: string, data: unknown): Promise<string> {
  const { eventId, fingerprint } = accepted(await post(fluxa.apiUrl, authorized(id, data)));
  assert.equal((await receipt(eventId)).status, "notified");
  assert.equal(fingerprint, sha256(canonical(data)));
  return eventId;
}

test("a posted event is one row, one notification and a receipt with the correlation id that was sent", async () => {
  const data = transactionOfBytes(1024);
  const correlationId = "e2e:first-event.1";

  const reply = await post(fluxa.apiUrl, authorized("first", data), { "x-correlation-id": correlationId });

  const { eventId, fingerprint, correlationId: returned } = accepted(reply);
  assert.equal(reply.headers.get("location"), `/v1/events/${eventId}`);
  assert.equal(reply.headers.get("x-correlation-id"), correlationId);
  assert.equal(returned, correlationId);
  assert.equal(fingerprint, sha256(canonical(data)));
  const found = await receipt(eventId);
  assert.equal(found.status, "notified");
  assert.equal(found.correlationId, correlationId);
  assert.equal(found.event.correlationid, correlationId);
  assert.equal((await database.storedCounts()).get(eventId), 1);
  assert.deepEqual(eventIdsOf(await drain(fluxa, observer)), [eventId]);
});

test("the queue fluxa-notifications hears of events without being asked to", async () => {
  await drain(fluxa, "fluxa-notifications");

  const eventId = await sendStored("announced", transaction());

  const messages = await drain(fluxa, "fluxa-notifications");
  assert.deepEqual(eventIdsOf(messages), [eventId]);
  assert.equal(messages[0]?.MessageAttributes?.["type"]?.StringValue, "transaction.authorized");
});

test("the same event again has the same event id, one row, one notification and a duplicate counted", async () => {
  const first = await sendStored("twice", transaction());
  await drain(fluxa, observer);

  const again = accepted(await post(fluxa.apiUrl, authorized("twice", transaction())));

  assert.equal(again.eventId, first);
  await until("the duplicate to be counted", async () =>
    (await receipt(first)).duplicates === 1 ? true : undefined,
  );
  assert.equal((await database.storedCounts()).get(first), 1);
  await until("the queue to be empty", async () =>
    (await depth(fluxa, "fluxa-events")) === 0 ? true : undefined,
  );
  assert.deepEqual(await drain(fluxa, observer), []);
});

test("the same identity with another payload is a conflict that dead-letters and changes nothing", async () => {
  const original = transaction({ version: 1 });
  const first = await sendStored("contested", original);

  const second = accepted(await post(fluxa.apiUrl, authorized("contested", transaction({ version: 2 }))));

  assert.equal(second.eventId, first);
  const letter = await until("the dead letter", async () => (await drain(fluxa, "fluxa-dead-letters"))[0]);
  const attributes = letter.MessageAttributes ?? {};
  assert.equal(attributes["failure_type"]?.StringValue, "idempotency_conflict");
  assert.notEqual(attributes["failure_reason"]?.StringValue ?? "", "");
  assert.equal(attributes["correlation_id"]?.StringValue, second.correlationId);
  const found = await receipt(first);
  assert.deepEqual(
    { conflicts: found.conflicts, status: found.status },
    { conflicts: 1, status: "notified" },
  );
  assert.equal(await payload(first), canonical(original));
  assert.equal((await database.storedCounts()).get(first), 1);
});

test("a payload of 262,144 bytes travels in the message and one of 262,145 through S3", async () => {
  const inline = await sendStored("inline", transactionOfBytes(262_144));
  const offloaded = await sendStored("offloaded", transactionOfBytes(262_145));

  assert.deepEqual(await objectsNaming(fluxa, inline), []);
  assert.equal((await objectsNaming(fluxa, offloaded)).length, 1);
  assert.equal(await payload(inline), canonical(transactionOfBytes(262_144)));
  assert.equal(await payload(offloaded), canonical(transactionOfBytes(262_145)));
});

for (const mebibytes of [1, 4]) {
  test(`a payload of ${mebibytes} MiB is stored whole and comes back byte for byte`, async () => {
    const data = transactionOfBytes(mebibytes * 1024 * 1024);

    const eventId = await sendStored(`large-${mebibytes}`, data);

    assert.equal(await payload(eventId), canonical(data));
  });
}

for (const mebibytes of [5, 11]) {
  test(`a payload of ${mebibytes} MiB is refused as too large, and the connection goes on`, async () => {
    const reply = await post(
      fluxa.apiUrl,
      authorized("too-large", transactionOfBytes(mebibytes * 1024 * 1024)),
    );

    assert.equal(reply.status, 413, reply.text);
    assert.equal(reply.headers.get("content-type"), "application/problem+json");
    assert.equal(v.parse(v.object({ code: v.string() }), reply.json).code, "payload_too_large");
    await sendStored(`after-${mebibytes}`, transaction());
  });
}

test("emoji and noncharacters arrive unharmed", async () => {
  const data = transaction({ text: "\u{1F680} \uFFFE \uFFFF \u{10FFFF} \u0085 é" });

  const eventId = await sendStored("unusual", data);

  assert.equal(await payload(eventId), canonical(data));
});

test("all three formats of a POST are accepted", async () => {
  const attributes = { specversion: "1.0", type: "transaction.captured", source: "/shop", id: "format-1" };
  const structured = await call(`${fluxa.apiUrl}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json; charset=utf-8" },
    body: JSON.stringify({ ...attributes, data: transaction() }),
  });
  const binary = await call(`${fluxa.apiUrl}/v1/events`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value])),
    },
    body: JSON.stringify(transaction()),
  });
  const plain = await post(fluxa.apiUrl, {
    type: attributes.type,
    source: attributes.source,
    id: attributes.id,
    data: transaction(),
  });

  const ids = [structured, binary, plain].map((reply) => accepted(reply).eventId);

  assert.equal(new Set(ids).size, 1);
  await until("both duplicates", async () =>
    (await receipt(ids[0] ?? "")).duplicates === 2 ? true : undefined,
  );
});
