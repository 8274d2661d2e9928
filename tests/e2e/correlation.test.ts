import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import type { Message } from "@aws-sdk/client-sqs";
import { createPool, type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import type { Running } from "../../local/start.ts";
import { drain, sendAgain, subscribe } from "../support/local/aws.ts";
import { afterAll } from "../support/local/cleanup.ts";
import { accepted, call, post } from "../support/local/client.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { hasTold, logLines, metricSum, toldUnder } from "../support/local/function-lines.ts";
import { startHere } from "../support/local/start-here.ts";
import { until } from "../support/until.ts";

/** The ids that a producer gave, by what becomes of the event. */
const given = {
  stored: "producer:stored.1",
  relayed: "producer:relayed.2",
  dead: "producer:dead.3",
  stripped: "producer:stripped.4",
} as const;
type Fate = keyof typeof given;

const events = "fluxa-events";
const deadLetters = "fluxa-dead-letters";
const observer = "observer";
const Body = v.looseObject({ correlationId: v.string(), eventId: v.string() });
const Notified = v.looseObject({ correlationid: v.string(), eventid: v.string() });

let dataDir: string;
let fluxa: Running;
let database: DatabasePool;
let eventIds: Readonly<Record<Fate, string>>;
/** What ingest put into the queue, as the processor will get it. */
let queued: ReadonlyMap<string, Message>;

const attribute = ({ MessageAttributes }: Message) => MessageAttributes?.["correlation_id"]?.StringValue;
suite("a correlation id that the producer gave is found in", () => {
  before(async () => {
    dataDir = await temporaryFolder();
    // Nobody takes from the queue, so that it can be looked into.
    fluxa = await startHere({ dataDir, timing: { processConcurrency: 0 } });
  });

  test("every answer, a refusal's too, in header and body", async () => {
    eventIds = {
      stored: await send("stored", authorized("one", transaction())),
      relayed: await send("relayed", authorized("two", transaction())),
      dead: await send("dead", authorized("one", transaction({ other: "content" }))),
      stripped: await send("stripped", authorized("four", transaction())),
    };
    const refused = await post(fluxa.instance.apiUrl, {}, { "x-correlation-id": "producer:refused.5" });
    assert.equal(refused.status, 422);
    assert.equal(refused.headers.get("x-correlation-id"), "producer:refused.5");
    assert.equal(
      v.parse(v.looseObject({ correlationId: v.string() }), refused.json).correlationId,
      "producer:refused.5",
    );
    await hasTold(dataDir, "ingest", "producer:refused.5", ["request refused"]);
  });

  test("the message, as attribute and in the body", async () => {
    const found = new Map<string, Message>();
    await until("all messages", async () => {
      for (const message of await drain(fluxa.instance, events)) {
        found.set(v.parse(Body, JSON.parse(message.Body ?? "")).correlationId, message);
      }
      return found.size === Object.keys(given).length ? true : undefined;
    });
    queued = found;
    for (const [id, message] of queued) assert.equal(attribute(message), id);
    assert.deepEqual([...queued.keys()].sort(), Object.values(given).sort());
  });

  test("row, notification and log lines of an event that the processor stores and announces", async () => {
    await startToProcess();
    await deliver("stored");
    const notification = await notified(eventIds.stored);
    assert.equal(notification.attribute, given.stored);
    assert.equal(notification.body.correlationid, given.stored);
    assert.equal(await rowOf(eventIds.stored), given.stored);
    await hasTold(dataDir, "ingest", given.stored, ["event accepted"]);
    await hasTold(dataDir, "process", given.stored, ["event stored", "event notified"]);
  });

  test("row, notification and log lines of an event that the relay announces", async () => {
    await fluxa.faults.set(["sns.publish=refuse"]);
    await deliver("relayed");
    await until("the event to be left to the relay", async () =>
      (await toldUnder(dataDir, "process", given.relayed)).includes("announcement left to the relay")
        ? true
        : undefined,
    );
    await fluxa.faults.set([]);
    const notification = await notified(eventIds.relayed);
    assert.equal(notification.attribute, given.relayed);
    assert.equal(notification.body.correlationid, given.relayed);
    assert.equal(await rowOf(eventIds.relayed), given.relayed);
    await hasTold(dataDir, "ingest", given.relayed, ["event accepted"]);
    assert.equal((await toldUnder(dataDir, "process", given.relayed))[0], "event stored");
    await until("the relay to say so", async () =>
      (await toldUnder(dataDir, "relay", given.relayed)).at(-1) === "event notified" ? true : undefined,
    );
  });

  test("dead letter, dead event and log lines of an event that is judged", async () => {
    await deliver("dead");
    const letter = await until("the dead letter", async () => (await drain(fluxa.instance, deadLetters))[0]);
    assert.equal(attribute(letter), given.dead);
    assert.equal(letter.Body, queued.get(given.dead)?.Body);
    const rows = await until("the dead event", async () => {
      const found = await database.anyFirst(
        sql.type(v.strictObject({ id: v.string() }))`
          select correlation_id as id from dead_event where event_id = ${eventIds.dead}::uuid
        `,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(rows, [given.dead]);
    await hasTold(dataDir, "ingest", given.dead, ["event accepted"]);
    await hasTold(dataDir, "process", given.dead, ["event dead-lettered"]);
  });

  test("all of it for an event whose message lost its attributes, and the loss is told and counted", async () => {
    assert.equal(await metricSum(dataDir, "process", "CorrelationMissing"), 0);
    await deliver("stripped", { attributes: false });
    const notification = await notified(eventIds.stripped);
    assert.equal(notification.attribute, given.stripped);
    assert.equal(await rowOf(eventIds.stripped), given.stripped);
    const lines = await logLines(dataDir, ["process"]);
    const lost = lines.filter(({ message }) => message === "correlation id lost");
    assert.deepEqual(
      lost.map(({ correlationId, attribute, eventId }) => ({ correlationId, attribute, eventId })),
      [{ correlationId: given.stripped, attribute: null, eventId: eventIds.stripped }],
    );
    await until("the loss to be counted", async () =>
      (await metricSum(dataDir, "process", "CorrelationMissing")) === 1 ? true : undefined,
    );
  });

  test("what is asked about the event afterwards", async () => {
    const reply = await call(`${fluxa.instance.apiUrl}/v1/events/${eventIds.stored}`, {
      headers: { "x-correlation-id": "reader:1" },
    });
    assert.equal(reply.headers.get("x-correlation-id"), "reader:1");
    const Receipt = v.looseObject({ correlationId: v.string(), event: Notified });
    const receipt = v.parse(Receipt, reply.json);
    assert.deepEqual([receipt.correlationId, receipt.event.correlationid], [given.stored, given.stored]);
    await hasTold(dataDir, "query", "reader:1", ["receipt read"]);
  });
});

async function send(fate: Fate, event: unknown): Promise<string> {
  const reply = await post(fluxa.instance.apiUrl, event, { "x-correlation-id": given[fate] });
  const { eventId, correlationId } = accepted(reply);
  assert.equal(correlationId, given[fate]);
  assert.equal(reply.headers.get("x-correlation-id"), given[fate]);
  return eventId;
}

async function startToProcess(): Promise<void> {
  await fluxa.stop();
  const timing = {
    relayEveryMs: 200,
    outboxLeaseSeconds: 2,
    backoffShortestSeconds: 1,
    backoffLongestSeconds: 2,
  };
  fluxa = await startHere({ dataDir, timing, faults: { seed: 1, rules: [] } });
  await subscribe(fluxa.instance, observer);
  database = await createPool(fluxa.instance.databaseUrl, { maxPoolSize: 1 });
  afterAll(() => database.end());
}

/** Hands a message that was taken from the queue to the processor, with or without its attributes. */
async function deliver(fate: Fate, { attributes = true } = {}): Promise<void> {
  const message = queued.get(given[fate]);
  assert.ok(message !== undefined);
  const { Body, MessageAttributes } = message;
  await sendAgain(fluxa.instance, events, { Body, ...(attributes && { MessageAttributes }) });
}

async function notified(eventId: string) {
  return until("the notification", async () => {
    for (const message of await drain(fluxa.instance, observer)) {
      const body = v.parse(Notified, JSON.parse(message.Body ?? ""));
      if (body.eventid === eventId) return { body, attribute: attribute(message) };
    }
    return undefined;
  });
}

async function rowOf(eventId: string): Promise<string> {
  return database.oneFirst(
    sql.type(v.strictObject({ id: v.string() }))`
      select correlation_id as id from event where event_id = ${eventId}::uuid
    `,
  );
}
