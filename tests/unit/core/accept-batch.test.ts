import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { limits } from "../../../runtime/contract/limits.ts";
import type { ItemResult } from "../../../runtime/core/accept/accept-batch.ts";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { statesOf } from "../../support/core/item-results.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const cloudEvents = { "content-type": "application/cloudevents-batch+json" };
const structured = (fields: object = {}) => ({ specversion: "1.0", ...plainEvent(), ...fields });
const { id: _, ...withoutId } = plainEvent();

function pathsOf(result: ItemResult | undefined): readonly string[] {
  return result !== undefined && "problem" in result ? result.problem.faults.map(({ path }) => path) : [];
}

suite("accepting a batch", () => {
  test("of the most events that a batch may have is taken", async () => {
    const items = Array.from({ length: limits.batchEvents }, (_, n) => plainEvent({ id: `order-${n}` }));
    const results = await acceptItems(items, json, acceptPorts(journal()));
    assert.deepEqual(new Set(statesOf(results)), new Set(["taken"]));
  });

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
