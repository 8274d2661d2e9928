import assert from "node:assert/strict";
import { suite, test } from "node:test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { JsonWriter } from "../../../runtime/core/json/json-writer.ts";
import { KeyOrders } from "../../../runtime/core/json/key-order.ts";
import { propertyRuns } from "../../support/property-runs.ts";

suite("the writer of canonical JSON", () => {
  const writer = new JsonWriter();

  test("writes any JSON itself, without the library's help, one value after the other", () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ minLength: 250 }));
    const value = fc.jsonValue({ maxDepth: 5 });
    fc.assert(
      fc.property(fc.oneof(value, text, fc.double({ noNaN: true, noDefaultInfinity: true })), (json) => {
        assert.equal(writer.write(json), canonicalize(json));
      }),
      propertyRuns(1_000),
    );
  });

  for (const [what, value] of [
    ["nothing in a list", [[]]],
    ["nothing in an object", { a: {} }],
    ["the largest number of ten digits that is written by hand", [2 ** 31 - 1, 2 ** 31, -1, 0, 10, 99]],
    [
      "two kinds of objects in turns",
      [
        { b: 1, a: 2 },
        { b: 3, c: 4, a: 5 },
        { b: 6, a: 7 },
        { b: 8, d: 9 },
      ],
    ],
    ["texts as long as native code takes, and one more", ["x".repeat(256), "y".repeat(257), "é".repeat(300)]],
  ] as const) {
    test(`writes ${what}`, () => assert.equal(writer.write(value), canonicalize(value)));
  }

  test("knows no text for what is no JSON, however deep it lies, and writes the next all the same", () => {
    for (const none of [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "\ud800",
      new Date(0),
      () => 1,
      1n,
    ]) {
      for (const value of [none, [none], { a: none }, [{ a: [none] }]]) {
        assert.equal(writer.write(value), undefined);
      }
      assert.equal(writer.write([1, { a: "é" }]), '[1,{"a":"é"}]');
    }
    assert.equal(writer.write({ "\ud800": 1 }), undefined);
  });

  test("writes what is larger than its buffer, and does not keep a large one's text", () => {
    const large = Array.from({ length: 40_000 }, (_, n) => `text ${n} of a large list`);
    assert.equal(writer.write(large), JSON.stringify(large));
    assert.equal(writer.write(["x".repeat(65_534)]), JSON.stringify(["x".repeat(65_534)]));
    assert.equal(writer.write("a"), '"a"');
  });
});

suite("the order of keys", () => {
  const twice = (orders: KeyOrders, keys: readonly string[]) => [orders.of([...keys]), orders.of([...keys])];

  test("is remembered, with the places once the same keys come again", () => {
    const [first, second] = twice(new KeyOrders(), ["c", "a", "b"]);
    assert.deepEqual(first, { keys: ["a", "b", "c"], places: undefined });
    assert.deepEqual(second, { keys: ["a", "b", "c"], places: [1, 2, 0] });
  });

  test("is another one's for keys that only begin alike", () => {
    const orders = new KeyOrders();
    for (const keys of [["b", "a"], ["b", "a", "c"], ["b", "c"], ["b"], ["b", "a"]]) {
      assert.deepEqual(orders.of(keys), { keys: [...keys].sort(), places: undefined });
    }
  });

  test("is forgotten with the payload, and not remembered of many keys", () => {
    const orders = new KeyOrders();
    orders.of(["b", "a"]);
    orders.clear();
    assert.equal(orders.of(["b", "a"]).places, undefined);
    const keys = Array.from({ length: 65 }, (_, n) => `key ${99 - n}`);
    const [, again] = twice(orders, keys);
    assert.deepEqual(again, { keys: [...keys].sort(), places: undefined });
    const [, kept] = twice(orders, keys.slice(1));
    assert.equal(kept?.places?.length, 64);
  });
});
