import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import * as v from "valibot";
import { dataschemaOf, eventTypes, findEventType } from "../../../runtime/contract/event-types/index.ts";
import { transaction } from "../../support/core/events.ts";
import { changesValues } from "./changes-values.ts";

const merchant = { id: "m-1", name: "Corner shop", category: "grocery" };

const valid: Readonly<Record<string, object>> = {
  "the required fields": transaction(),
  "metadata of any shape": transaction({ metadata: { a: [1, { b: null }], "": "x", ключ: 1.5 } }),
  "an amount of nothing": transaction({ amount: 0 }),
  "the largest amount": transaction({ amount: Number.MAX_SAFE_INTEGER }),
  "texts in any script": transaction({ merchant: { ...merchant, name: "カフェ \u{1F600}" } }),
  "an instant with an offset": transaction({ occurredAt: "2026-11-22T17:48:00.123+02:00" }),
};

const { transactionId: _, ...withoutId } = transaction();
const { amount: __, ...withoutAmount } = transaction();

const invalid: Readonly<Record<string, readonly [value: unknown, ...paths: string[]]>> = {
  "a missing id": [withoutId, "transactionId"],
  "a missing amount": [withoutAmount, "amount"],
  "an empty user id": [transaction({ userId: "" }), "userId"],
  "a user id of 257 characters": [transaction({ userId: "u".repeat(257) }), "userId"],
  "a fraction of a cent": [transaction({ amount: 19.99 }), "amount"],
  "a negative amount": [transaction({ amount: -1 }), "amount"],
  "an amount beyond the safe integers": [transaction({ amount: 2 ** 53 }), "amount"],
  "an amount as text": [transaction({ amount: "1999" }), "amount"],
  "a currency in small letters": [transaction({ currency: "eur" }), "currency"],
  "a currency that is none": [transaction({ currency: "XXX" }), "currency"],
  "a merchant as text": [transaction({ merchant: "shop" }), "merchant"],
  "a merchant without a name": [transaction({ merchant: { id: "m-1", category: "x" } }), "merchant.name"],
  "an unknown field of the merchant": [
    transaction({ merchant: { ...merchant, city: "X" } }),
    "merchant.city",
  ],
  "a day that does not exist": [transaction({ occurredAt: "2026-02-30T00:00:00Z" }), "occurredAt"],
  "metadata that is a list": [transaction({ metadata: [] }), "metadata"],
  "metadata that is null": [transaction({ metadata: null }), "metadata"],
  "an unknown field": [transaction({ note: "x" }), "note"],
  "two faults": [transaction({ amount: -1, currency: "?" }), "amount", "currency"],
  "a list instead of an object": [
    [],
    "transactionId",
    "userId",
    "amount",
    "currency",
    "merchant",
    "occurredAt",
  ],
  nothing: [undefined, ""],
};

for (const [type, { schema }] of Object.entries(eventTypes)) {
  suite(`a payload of ${type}`, () => {
    for (const [what, value] of Object.entries(valid)) {
      test(`may be ${what}`, () => assert.deepEqual(v.parse(schema, value), value));
    }
    for (const [what, [value, ...paths]] of Object.entries(invalid)) {
      test(`may not be or have ${what}`, () => {
        const { issues = [] } = v.safeParse(schema, value);
        assert.deepEqual(
          issues.map((issue) => v.getDotPath(issue) ?? ""),
          paths,
        );
      });
    }
  });
}

suite("event types", () => {
  test("are found by their name alone", () => {
    assert.equal(findEventType("transaction.captured"), eventTypes["transaction.captured"]);
    for (const name of ["constructor", "__proto__", "toString", "", "Transaction.captured"]) {
      assert.equal(findEventType(name), undefined);
    }
  });

  test("have a stable dataschema each", () => {
    assert.equal(dataschemaOf("transaction.declined"), "urn:fluxa:schema:transaction.declined:1");
  });
});

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((value) => !/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(value));
const payload = fc.record(
  {
    transactionId: text,
    userId: text,
    amount: fc.nat(),
    currency: fc.constantFrom("EUR", "USD", "JPY"),
    merchant: fc.record({ id: text, name: text, category: text }, { noNullPrototype: true }),
    occurredAt: fc
      .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    metadata: fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "prototype")),
      fc.jsonValue(),
      { noNullPrototype: true },
    ),
  },
  {
    requiredKeys: ["transactionId", "userId", "amount", "currency", "merchant", "occurredAt"],
    noNullPrototype: true,
  },
);

suite("schemas only validate, or an honest retry would become a conflict", () => {
  for (const [type, { schema }] of Object.entries(eventTypes)) {
    test(`${type} gives back any valid payload as it was`, () => {
      fc.assert(
        fc.property(payload, (value) => {
          const before = structuredClone(value);
          assert.deepEqual(v.parse(schema, value), before);
          assert.deepEqual(value, before);
        }),
      );
    });

    test(`${type} has no default, transformation or stripping anywhere`, () => {
      assert.deepEqual(changesValues(schema), []);
    });
  }

  const forbidden: Readonly<Record<string, v.GenericSchema>> = {
    "a default": v.strictObject({ a: v.optional(v.string(), "x") }),
    "a default of undefined keys": v.strictObject({ a: v.exactOptional(v.string(), "x") }),
    "a default for null": v.strictObject({ a: v.nullable(v.string(), "x") }),
    "a default for null and undefined": v.strictObject({ a: v.nullish(v.string(), "x") }),
    "a fallback": v.strictObject({ a: v.fallback(v.string(), "x") }),
    "a fallback at the top": v.fallback(v.strictObject({}), {}),
    "a transformation": v.strictObject({ a: v.pipe(v.string(), v.transform(Number)) }),
    "a trim": v.strictObject({ a: v.array(v.pipe(v.string(), v.trim())) }),
    "lower case in the keys of a record": v.strictObject({
      a: v.record(v.pipe(v.string(), v.toLowerCase()), v.unknown()),
    }),
    "a transformation in one branch": v.strictObject({
      a: v.union([v.number(), v.pipe(v.string(), v.toUpperCase())]),
    }),
    "an object that strips": v.strictObject({ a: v.object({ b: v.string() }) }),
    "a tuple that strips": v.strictObject({ a: v.tuple([v.string()]) }),
    "a second schema in a pipe that strips": v.strictObject({ a: v.pipe(v.unknown(), v.object({})) }),
    "a schema that is made while parsing": v.strictObject({ a: v.lazy(() => v.string()) }),
  };
  for (const [what, schema] of Object.entries(forbidden)) {
    test(`the check finds ${what}`, () => assert.equal(changesValues(schema).length, 1));
  }
});
