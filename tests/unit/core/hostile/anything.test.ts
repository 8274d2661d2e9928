import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { acceptEvent } from "../../../../runtime/core/accept/accept-event.ts";
import { eventIdOf, payloadKeyOf } from "../../../../runtime/core/identity.ts";
import { deadline } from "../../../support/core/accept.ts";
import { plainEvent, transaction } from "../../../support/core/events.ts";
import { acceptPorts, journal } from "../../../support/core/ports.ts";
import { hostileTexts } from "../../../support/hostile/texts.ts";
import { propertyRuns } from "../../../support/property-runs.ts";
import { expectSafe, expectSafeBatch, ownKey } from "./expect-safe.ts";

const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary", maxLength: 300 }));
const scalar = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: false }),
  ),
}));

const names = ["type", "id", "source", "subject", "time", "dataschema", "data", "specversion", "data_base64"];
const name = fc.oneof(fc.constantFrom(...names), text);

/** A good event in which some members were replaced and some added, in the event or in its payload. */
const mutated = fc
  .tuple(fc.boolean(), fc.dictionary(name, value, { maxKeys: 3 }), fc.dictionary(text, value, { maxKeys: 3 }))
  .map(([structured, members, payload]) => ({
    ...(structured && { specversion: "1.0", source: "/x" }),
    ...plainEvent({ data: transaction({ metadata: payload }) }),
    ...members,
  }));

const header = fc.oneof(
  fc.constantFrom(
    "content-type",
    "idempotency-key",
    "traceparent",
    "content-encoding",
    "ce-specversion",
    "ce-id",
  ),
  text.map((suffix) => `ce-${suffix}`),
  text,
);
const headers = fc
  .tuple(
    fc.constantFrom("application/json", "application/cloudevents+json", "application/cloudevents-batch+json"),
    fc.dictionary(header, text, { maxKeys: 4 }),
  )
  .map(([type, others]) => ({ "content-type": type, ...others }));

/** JSON with one character changed. */
const damaged = fc
  .tuple(mutated, fc.nat(), fc.constantFrom(...'{}[]",:\\0e-', "\0", "\ud800", ""))
  .map(([event, at, character]) => {
    const body = JSON.stringify(event);
    const index = at % (body.length + 1);
    return body.slice(0, index) + character + body.slice(index + 1);
  });
const body = fc.oneof(
  mutated.map((event) => JSON.stringify(event)),
  damaged,
  value.map((any) => JSON.stringify(any) ?? "undefined"),
  fc.string({ unit: "binary", maxLength: 100 }),
);

suite("whatever is sent", () => {
  test("one event is taken whole or refused as the caller's fault", async () => {
    await fc.assert(fc.asyncProperty(body, headers, expectSafe), propertyRuns(1_500));
  });

  test("a batch is taken or refused item by item", async () => {
    const batch = fc.array(body, { maxLength: 4 }).map((bodies) => `[${bodies.join(",")}]`);
    await fc.assert(fc.asyncProperty(batch, headers, expectSafeBatch), propertyRuns(1_000));
  });
});

suite("two producers", () => {
  test("never share an event id or a key in S3, whatever source, id and payload they send", async () => {
    const attribute = fc.oneof(
      fc.constantFrom("a", "a/b", '","', '["bank"', "/producers/shop", "/producers/bank"),
      fc.string({ minLength: 1, maxLength: 50 }),
    );
    await fc.assert(
      fc.asyncProperty(attribute, attribute, async (source, id) => {
        const [shop, bank] = [await send("shop", { source, id }), await send("bank", { source, id })];
        if (shop === undefined || bank === undefined) return;
        assert.notEqual(shop.eventId, bank.eventId);
        assert.equal(shop.fingerprint, bank.fingerprint);
        assert.match(shop.key, ownKey);
        assert.match(bank.key, /^payloads\/bank\//);
      }),
    );
  });

  test("an event id stands for one producer, source and id, however they are cut", () => {
    const joint = fc.constantFrom(",", '","', "/", "#", " ", "\0", "");
    const part = fc.oneof(fc.constantFrom("a", '"', "\\"), fc.string({ minLength: 1, maxLength: 5 }));
    fc.assert(
      fc.property(part, part, part, part, joint, (a, b, c, d, between) => {
        const ids = [
          eventIdOf(a + between + b, c, d),
          eventIdOf(a, b + between + c, d),
          eventIdOf(a, b, c + between + d),
        ];
        assert.equal(new Set(ids).size, 3);
      }),
    );
  });

  test("a key in S3 stays below its producer's folder and within S3's 1,024 bytes", () => {
    const longest = payloadKeyOf("p".repeat(63), eventIdOf("p", "s", "i"), "0".repeat(64));
    assert.ok(Buffer.byteLength(longest) < 1_024);
  });

  async function send(name: string, attributes: Readonly<Record<string, unknown>>) {
    const to = journal();
    const event = JSON.stringify(plainEvent(attributes));
    const request = {
      producer: { name, reader: false },
      headers: { "content-type": "application/json" },
      body: event,
      correlationId: "corr-1",
      deadline,
    };
    const accepted = await acceptEvent(request, acceptPorts(to, { inlineLimitBytes: 0 })).catch(
      () => undefined,
    );
    return accepted && { ...accepted, key: [...to.objects.keys()][0] ?? "" };
  }
});
