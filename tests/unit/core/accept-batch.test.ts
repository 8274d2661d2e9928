import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { limits } from "../../../runtime/contract/limits.ts";
import type { ItemResult } from "../../../runtime/core/accept/accept-batch.ts";
import type { OutgoingMessage, SendOutcome } from "../../../runtime/ports/event-queue.ts";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const cloudEvents = { "content-type": "application/cloudevents-batch+json" };
const structured = (fields: object = {}) => ({ specversion: "1.0", ...plainEvent(), ...fields });
const { id: _, ...withoutId } = plainEvent();

/** Each item's code, or `taken`. */
function statesOf(results: readonly ItemResult[]): readonly string[] {
  return results.map((result) => ("problem" in result ? result.problem.code : "taken"));
}

function pathsOf(result: ItemResult | undefined): readonly string[] {
  return result !== undefined && "problem" in result ? result.problem.faults.map(({ path }) => path) : [];
}

suite("accepting a batch", () => {
  test("every event is accepted for itself, under the event id that it would have alone", async () => {
    const to = journal();
    const ids = ["a", "b", "c"];
    const results = await acceptItems(
      ids.map((id) => plainEvent({ id })),
      json,
      acceptPorts(to),
    );
    assert.deepEqual(statesOf(results), ["taken", "taken", "taken"]);
    const alone = await Promise.all(ids.map((id) => accept(plainEvent({ id }))));
    assert.deepEqual(
      results.map(({ identity }) => identity),
      ids.map((id, index) => ({ id, eventId: alone[index]?.eventId, retrySafe: true })),
    );
    const bodies = to.sent.map(({ body }) => JSON.parse(body));
    assert.equal(new Set(bodies.map(({ acceptanceId }) => acceptanceId)).size, 3);
    assert.deepEqual(
      bodies.map(({ correlationId }) => correlationId),
      ["corr-1", "corr-1", "corr-1"],
    );
  });

  test("plain events and CloudEvents stand side by side in application/json", async () => {
    const results = await acceptItems([plainEvent({ id: "1" }), structured({ id: "2", sequence: "7" })]);
    assert.deepEqual(statesOf(results), ["taken", "taken"]);
  });

  test("application/cloudevents-batch+json takes CloudEvents only", async () => {
    const results = await acceptItems([structured(), plainEvent({ id: "2" })], cloudEvents);
    assert.deepEqual(statesOf(results), ["taken", "schema_violation"]);
    assert.deepEqual(pathsOf(results[1]), ["/1/specversion"]);
  });

  test("an event that is refused holds up no other, and its path begins with its index", async () => {
    const to = journal();
    const bad = plainEvent({ id: "bad", data: transaction({ amount: "1", currency: "E" }) });
    const batch = [
      plainEvent({ id: "a" }),
      bad,
      7,
      [],
      null,
      plainEvent({ type: "none" }),
      plainEvent({ id: "b" }),
    ];
    const results = await acceptItems(batch, json, acceptPorts(to));
    assert.deepEqual(statesOf(results), [
      "taken",
      ...["schema_violation", "schema_violation", "schema_violation", "schema_violation", "unknown_type"],
      "taken",
    ]);
    assert.deepEqual(results.map(pathsOf), [
      [],
      ["/1/data/amount", "/1/data/currency"],
      ["/2"],
      ["/3"],
      ["/4"],
      ["/5/type"],
      [],
    ]);
    assert.equal(to.sent.length, 2);
  });

  test("JSON that cannot be kept refuses its own event alone", async () => {
    const good = JSON.stringify(plainEvent({ id: "good" }));
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const bad = [
      ['{"a":1,"a":2}', "/0/data/metadata/a"],
      ["1e999", "/1/data/metadata"],
      ['{"x":{"\\u0000":1}}', "/2/data/metadata/x"],
      [`{"deep":${deep}}`, `/3/data/metadata/deep${"/0".repeat(61)}`],
    ] as const;
    const items = bad.map(
      ([metadata], index) =>
        `{"type":"transaction.captured","id":"${index}","data":{"metadata":${metadata},"x":1}}`,
    );
    const results = await acceptItems(`[ ${[...items, good].join(" , ")} ]`);
    assert.deepEqual(statesOf(results), [...bad.map(() => "unfaithful_json"), "taken"]);
    assert.deepEqual(
      results.flatMap(pathsOf),
      bad.map(([, path]) => path),
    );
  });

  test("an event may nest as deep in a batch as alone", async () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const event = (levels: number) =>
      `{"type":"transaction.captured","id":"1","data":${JSON.stringify(transaction({ metadata: { a: 0 } })).replace('"a":0', `"a":${nested(levels)}`)}}`;
    const deepest = limits.nestingDepth - 3;
    await accept(event(deepest));
    await problemOf(accept(event(deepest + 1)));
    assert.deepEqual(statesOf(await acceptItems(`[${event(deepest)}]`)), ["taken"]);
    assert.deepEqual(statesOf(await acceptItems(`[${event(deepest + 1)}]`)), ["unfaithful_json"]);
  });

  test("the Idempotency-Key and the index name an event that has no id", async () => {
    const batch = [withoutId, plainEvent({ id: "own" }), withoutId];
    const headers = { ...json, "idempotency-key": '"batch-7"' };
    const [first, again] = [await acceptItems(batch, headers), await acceptItems(batch, headers)];
    assert.deepEqual(
      first.map(({ identity }) => [identity?.id, identity?.retrySafe]),
      [
        ["batch-7#0", true],
        ["own", true],
        ["batch-7#2", true],
      ],
    );
    assert.deepEqual(
      again.map(({ identity }) => identity?.eventId),
      first.map(({ identity }) => identity?.eventId),
    );
  });

  test("a key that leaves no room for the index is refused", async () => {
    const longest = 256 - "#499".length;
    const send = (length: number) =>
      acceptItems([withoutId], { ...json, "idempotency-key": "k".repeat(length) });
    assert.deepEqual(statesOf(await send(longest)), ["taken"]);
    assert.equal((await problemOf(send(longest + 1))).code, "invalid_header");
  });

  test("with neither id nor key an event is taken under a new id, and told that a retry is not safe", async () => {
    const [result] = await acceptItems([withoutId]);
    assert.equal(result?.identity?.retrySafe, false);
    assert.match(result.identity.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  test("the same identity twice is accepted twice with the same content, refused with another", async () => {
    const to = journal();
    const batch = [
      plainEvent(),
      plainEvent(),
      plainEvent({ data: transaction({ amount: 1 }) }),
      plainEvent({ type: "transaction.captured" }),
    ];
    const results = await acceptItems(batch, json, acceptPorts(to));
    assert.deepEqual(statesOf(results), ["taken", "taken", "identity_repeated", "identity_repeated"]);
    assert.deepEqual(pathsOf(results[2]), ["/2/id"]);
    assert.equal(to.sent.length, 2);
  });

  for (const [what, body, headers, code] of [
    ["no list", plainEvent(), json, "schema_violation"],
    ["no list, with a key that comes twice", '{"a":1,"a":2}', json, "unfaithful_json"],
    ["an empty list", [], json, "schema_violation"],
    ["no JSON", '[{"type":', json, "malformed_body"],
    ["no JSON behind an event that cannot be kept", '[{"a":1,"a":2},{]', json, "malformed_body"],
    ["an unclosed deep list", `[${"[".repeat(100_000)}`, json, "malformed_body"],
    ["nothing", "", json, "malformed_body"],
    ["501 events", Array(501).fill(1), json, "batch_too_large"],
    ["501 events, one of which cannot be kept", `[1e999${",1".repeat(500)}]`, json, "batch_too_large"],
    [
      "one event's media type",
      [structured()],
      { "content-type": "application/cloudevents+json" },
      "unsupported_media_type",
    ],
    ["a compressed body", [plainEvent()], { ...json, "content-encoding": "gzip" }, "unsupported_media_type"],
    ["an attribute in a header", [plainEvent()], { ...json, "ce-type": "x" }, "invalid_header"],
  ] as const) {
    test(`${what} is a fault of the whole request`, async () => {
      const to = journal();
      const problem = await problemOf(acceptItems(body, headers, acceptPorts(to)));
      assert.equal(problem.code, code, problem.message);
      assert.equal(to.sent.length, 0);
    });
  }
});

suite("a batch in trouble", () => {
  const batch = ["a", "b", "c"].map((id) => plainEvent({ id }));

  /** A queue that gives each message the outcome of its turn, by event id and attempt. */
  function queueOf(outcomes: (id: string, attempt: number) => SendOutcome["state"]) {
    const attempts = new Map<string, number>();
    const offered: string[][] = [];
    const idOf = ({ body }: OutgoingMessage): string => JSON.parse(body).event.id;
    const queue = {
      send: () => Promise.reject(new Error("a batch sends no single messages")),
      sendAll: async (messages: readonly OutgoingMessage[]) => {
        offered.push(messages.map(idOf));
        return messages.map((message): SendOutcome => {
          const attempt = (attempts.get(idOf(message)) ?? 0) + 1;
          attempts.set(idOf(message), attempt);
          const state = outcomes(idOf(message), attempt);
          return state === "sent" ? { state } : { state, cause: new Error("as told") };
        });
      },
    };
    return { queue, offered };
  }

  test("what SQS refuses for itself is offered again, alone", async () => {
    const { queue, offered } = queueOf((id, attempt) => (id === "b" && attempt < 3 ? "refused" : "sent"));
    const results = await acceptItems(batch, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "taken", "taken"]);
    assert.deepEqual(offered, [["a", "b", "c"], ["b"], ["b"]]);
  });

  test("what SQS goes on refusing is answered as not queued, the others as taken", async () => {
    const { queue, offered } = queueOf((id) => (id === "b" ? "refused" : "sent"));
    const results = await acceptItems(batch, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "unavailable", "taken"]);
    assert.equal(offered.length, limits.sendAttempts);
    assert.match(messageOf(results[1]), /^The event was not queued/);
  });

  test("a call that failed is not repeated, and its events are said to be unknown", async () => {
    const { queue, offered } = queueOf((id) => (id === "a" ? "sent" : "unknown"));
    const items = [plainEvent({ id: "a" }), plainEvent({ id: "b" }), withoutId];
    const results = await acceptItems(items, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "unavailable", "unavailable"]);
    assert.equal(offered.length, 1);
    assert.match(messageOf(results[1]), /^Nobody knows .* stored once/);
    assert.match(messageOf(results[2]), /^Nobody knows .* a second one could be stored/);
  });

  test("nothing is offered again once the deadline has passed", async () => {
    const { queue, offered } = queueOf(() => "refused");
    const ports = acceptPorts(journal(), { queue });
    const { acceptBatch } = await import("../../../runtime/core/accept/accept-batch.ts");
    await acceptBatch(
      {
        producer: { name: "shop", reader: false },
        headers: json,
        body: JSON.stringify(batch),
        correlationId: "corr-1",
        deadline: AbortSignal.abort(),
      },
      ports,
    );
    assert.equal(offered.length, 1);
  });

  test("a payload that S3 does not take fails its own event alone", async () => {
    const to = journal();
    const { payloads } = acceptPorts(to);
    const large = (id: string) =>
      plainEvent({ id, data: transaction({ metadata: { text: "x".repeat(2_000) } }) });
    const results = await acceptItems(
      [large("a"), plainEvent({ id: "b" }), large("c")],
      json,
      acceptPorts(to, {
        inlineLimitBytes: 1_000,
        payloads: {
          ...payloads,
          put: async (key, ...rest) => {
            if (to.objects.size === 1) throw new Error("no S3");
            await payloads.put(key, ...rest);
          },
        },
      }),
    );
    assert.deepEqual(statesOf(results), ["taken", "taken", "unavailable"]);
    assert.match(messageOf(results[2]), /^The event was not queued/);
    assert.deepEqual([to.objects.size, to.sent.length], [1, 2]);
  });

  function messageOf(result: ItemResult | undefined): string {
    return result !== undefined && "problem" in result ? result.problem.message : "";
  }
});
