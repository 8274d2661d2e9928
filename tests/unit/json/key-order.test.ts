import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { KeyOrders } from "../../../runtime/core/json/key-order.ts";

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => `k${String((n * 7) % count).padStart(3, "0")}`);

suite("the order of keys", () => {
  for (const count of [0, 1, 2, 15, 16, 17, 64, 65]) {
    test(`of ${count} keys is that of UTF-16, and the given ones stay as they are`, () => {
      const given = many(count);
      const before = [...given];
      assert.deepEqual(new KeyOrders().of(given).keys, given.toSorted());
      assert.deepEqual(given, before);
    });
  }

  test("of sorted keys is the very list that was given", () => {
    const given = ["a", "b", "b2"];
    assert.equal(new KeyOrders().of(given).keys, given);
  });

  test("is remembered: the second object with the same keys gets the same list, and its places", () => {
    const orders = new KeyOrders();
    const first = orders.of(["c", "a", "b"]);
    const second = orders.of(["c", "a", "b"]);
    assert.deepEqual([first.places, second.places], [undefined, [1, 2, 0]]);
    assert.equal(second.keys, first.keys);
    assert.equal(orders.of(["c", "a", "b"]).places, second.places);
  });

  test("is not taken from an object with other keys behind the same first one", () => {
    const orders = new KeyOrders();
    orders.of(["c", "a"]);
    for (const given of [["c", "b"], ["c", "b", "a"], ["c"], ["c", "a", "b"]]) {
      const { keys, places } = orders.of(given);
      assert.deepEqual([keys, places], [given.toSorted(), undefined]);
    }
  });

  test("is forgotten when that is asked for", () => {
    const orders = new KeyOrders();
    orders.of(["b", "a"]);
    orders.clear();
    assert.equal(orders.of(["b", "a"]).places, undefined);
  });

  test("of very many keys is never remembered", () => {
    const orders = new KeyOrders();
    orders.of(many(64));
    assert.notEqual(orders.of(many(64)).places, undefined);
    orders.of(many(65));
    assert.equal(orders.of(many(65)).places, undefined);
  });
});
