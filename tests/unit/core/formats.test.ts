import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { EventAttributes } from "../../../runtime/contract/cloud-event.ts";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const cloudEvents = { "content-type": "application/cloudevents+json" };
const binary = { ...json, "ce-specversion": "1.0", "ce-type": "transaction.authorized", "ce-id": "order-1" };
const structured = (fields: object = {}) => ({ specversion: "1.0", ...plainEvent(), ...fields });
const dataschema = "urn:fluxa:schema:transaction.authorized:1";

/** The attributes that travel in the queue message. */
async function sentEvent(body: unknown, headers: Readonly<Record<string, string>>): Promise<EventAttributes> {
  const to = journal();
  await accept(body, headers, acceptPorts(to));
  return JSON.parse(to.sent[0]?.body ?? "").event;
}

suite("what an event says of itself is kept as it was said", () => {
  const attributes = { subject: "tx-1", time: "2026-11-22T18:48:00.123456789+01:00", dataschema };
  const whole = { id: "order-1", source: "/shop", type: "transaction.authorized", ...attributes };

  test("in the plain form", async () => {
    assert.deepEqual(await sentEvent(plainEvent({ source: "/shop", ...attributes }), json), whole);
  });

  test("in a structured CloudEvent, which may name its content type", async () => {
    const event = structured({ source: "/shop", ...attributes });
    assert.deepEqual(await sentEvent(event, cloudEvents), whole);
    const named = { ...event, datacontenttype: "application/json" };
    assert.deepEqual(await sentEvent(named, cloudEvents), whole);
  });

  test("in a binary CloudEvent", async () => {
    const headers = { "ce-source": "/shop", "ce-subject": "tx-1", "ce-time": attributes.time };
    const event = await sentEvent(transaction(), { ...binary, ...headers, "ce-dataschema": dataschema });
    assert.deepEqual(event, whole);
  });

  test("and nulls of a structured CloudEvent are attributes that are absent", async () => {
    const nulls = { subject: null, time: null, region: null, datacontenttype: null, data_base64: null };
    assert.deepEqual(await sentEvent(structured({ source: "/shop", ...nulls }), cloudEvents), {
      id: "order-1",
      source: "/shop",
      type: "transaction.authorized",
    });
  });

  test("and a header in double quotes is unquoted, others are not", async () => {
    for (const [header, subject] of [
      ['"a b"', "a b"],
      ['"a\\"b\\\\c"', 'a"b\\c'],
      ['a"b"', 'a"b"'],
      ['"a"b', '"a"b'],
      ["caf%C3%A9", "caf\u00e9"],
    ] as const) {
      assert.equal((await sentEvent(transaction(), { ...binary, "ce-subject": header })).subject, subject);
    }
  });
});

suite("a fault is found where it was sent", () => {
  const placesOf = async (body: unknown, headers: Readonly<Record<string, string>>) =>
    (await problemOf(accept(body, headers))).faults.map(({ path }) => path);

  test("in a structured CloudEvent", async () => {
    assert.deepEqual(await placesOf(structured({ time: "today", region: {} }), cloudEvents), [
      "/time",
      "/region",
    ]);
  });

  test("in a binary one, whose body is the payload", async () => {
    assert.deepEqual(await placesOf("7", { ...binary, "ce-time": "today" }), ["header ce-time", ""]);
    const reserved = { ...binary, "ce-producer": "x" };
    assert.deepEqual(await placesOf(transaction(), reserved), ["header ce-*"]);
  });

  test("in an item of a batch, whatever its index", async () => {
    const events = Array.from({ length: 12 }, (_, index) => plainEvent({ id: String(index) }));
    const body = JSON.stringify([...events, plainEvent({ data: transaction({ metadata: { "7": "BIG" } }) })]);
    const last = (await acceptItems(body.replace('"BIG"', "1e999"))).at(-1);
    assert.ok(last !== undefined && "problem" in last);
    assert.deepEqual(
      last.problem.faults.map(({ path }) => path),
      ["/12/data/metadata/7"],
    );
  });
});

suite("the body is taken as it is", () => {
  test("also when Content-Encoding says nothing", async () => {
    for (const encoding of ["identity", "Identity", " identity ", "", "  "]) {
      await accept(plainEvent(), { ...json, "content-encoding": encoding });
    }
  });
});

suite("a trace goes on", () => {
  const trace = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
  const traceOf = async (body: unknown, headers: Readonly<Record<string, string>>) => {
    const to = journal();
    await accept(body, headers, acceptPorts(to));
    return [to.sent[0]?.attributes["traceparent"], JSON.parse(to.sent[0]?.body ?? "").traceparent];
  };

  test("from the header, else from the event, and never from what is no trace", async () => {
    const event = structured({ traceparent: trace("b") });
    const both = [trace("a"), trace("a")];
    assert.deepEqual(await traceOf(event, { ...cloudEvents, traceparent: trace("a") }), both);
    assert.deepEqual(await traceOf(event, { ...cloudEvents, traceparent: "no trace" }), [
      trace("b"),
      trace("b"),
    ]);
    const none = [undefined, undefined];
    assert.deepEqual(await traceOf(plainEvent(), { ...json, traceparent: "no trace" }), none);
    assert.deepEqual(await traceOf(plainEvent(), json), none);
  });
});

suite("Idempotency-Key", () => {
  const idOf = async (key: string, event: object) =>
    (await sentEvent(event, { ...json, "idempotency-key": key })).id;
  const { id: _, ...withoutId } = plainEvent();

  test("is a text in double quotes, with escapes, or bare", async () => {
    for (const [key, id] of [
      ['"a b"', "a b"],
      ['"a\\"b\\\\c"', 'a"b\\c'],
      ['a"b"', 'a"b"'],
      ['"a"b', '"a"b'],
      ['"a\\b"', '"a\\b"'],
    ] as const) {
      assert.equal(await idOf(key, withoutId), id);
    }
  });

  test("may repeat the event's id", async () => {
    assert.equal(await idOf("order-1", plainEvent()), "order-1");
  });

  test("makes a retry safe, as an id does", async () => {
    const failing = () =>
      acceptPorts(journal(), {
        queue: { send: () => Promise.reject(new Error("no SQS")), sendAll: async () => [] },
      });
    const problem = await problemOf(accept(withoutId, { ...json, "idempotency-key": "k" }, failing()));
    assert.match(problem.message, /names the same event/);
  });
});
