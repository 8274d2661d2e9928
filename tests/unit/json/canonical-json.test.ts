import assert from "node:assert/strict";
import { suite, test } from "node:test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { propertyRuns } from "../../support/property-runs.ts";

/** RFC 8785 appendix B: IEEE 754 doubles in hexadecimal and their canonical form. */
const numbers: Readonly<Record<string, string>> = {
  "0000000000000000": "0",
  "8000000000000000": "0",
  "0000000000000001": "5e-324",
  "8000000000000001": "-5e-324",
  "7fefffffffffffff": "1.7976931348623157e+308",
  ffefffffffffffff: "-1.7976931348623157e+308",
  "4340000000000000": "9007199254740992",
  c340000000000000: "-9007199254740992",
  "4430000000000000": "295147905179352830000",
  "44b52d02c7e14af5": "9.999999999999997e+22",
  "44b52d02c7e14af6": "1e+23",
  "44b52d02c7e14af7": "1.0000000000000001e+23",
  "444b1ae4d6e2ef4e": "999999999999999700000",
  "444b1ae4d6e2ef4f": "999999999999999900000",
  "444b1ae4d6e2ef50": "1e+21",
  "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
  "3eb0c6f7a0b5ed8d": "0.000001",
  "41b3de4355555553": "333333333.3333332",
  "41b3de4355555554": "333333333.33333325",
  "41b3de4355555555": "333333333.3333333",
  "41b3de4355555556": "333333333.3333334",
  "41b3de4355555557": "333333333.33333343",
  becbf647612f3696: "-0.0000033333333333333333",
  "43143ff3c1cb0959": "1424953923781206.2",
};

function double(hex: string): number {
  return Buffer.from(hex, "hex").readDoubleBE();
}

suite("canonical JSON", () => {
  for (const [hex, text] of Object.entries(numbers)) {
    test(`writes the double ${hex} as ${text} (RFC 8785 appendix B)`, () => {
      assert.equal(canonicalJson(double(hex)), text);
      assert.equal(canonicalJson({ n: [double(hex)] }), `{"n":[${text}]}`);
    });
  }

  test("refuses NaN and infinity (RFC 8785 appendix B)", () => {
    for (const hex of ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"]) {
      assert.throws(() => canonicalJson([double(hex)]), /NaN|Infinity/);
    }
  });

  test("writes the example of RFC 8785 §3.2.2", () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    const output = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    assert.equal(canonicalJson(parseJson(input)), output);
  });

  test("sorts keys by UTF-16 code units as in RFC 8785 §3.2.3", () => {
    const input = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`;
    const order = canonicalJson(parseJson(input)).match(/(?<=:")[^"]+/g);
    assert.deepEqual(order, [
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  test("sorts keys that JavaScript keeps in an order of its own", () => {
    assert.equal(canonicalJson({ b: 1, 9: 1, 10: 1, "01": 1 }), '{"01":1,"10":1,"9":1,"b":1}');
    assert.equal(
      canonicalJson(parseJson('{"b":{"__proto__":1,"Z":2},"a":3}')),
      '{"a":3,"b":{"Z":2,"__proto__":1}}',
    );
  });

  test("sorts objects of one, sixteen, seventeen, a thousand and more keys", () => {
    for (const count of [1, 16, 17, 1_000, 1_001]) {
      const keys = Array.from({ length: count }, (_, index) => `k${(index * 7919) % count}`);
      const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, null])));
      assert.equal(
        text,
        `{${keys
          .sort()
          .map((key) => `"${key}":null`)
          .join(",")}}`,
      );
    }
  });

  test("orders objects of the same kind, of kinds that begin alike, and of kinds that are almost the same", () => {
    const kinds = [["b", "a", "c"], ["b", "c", "a"], ["b", "a"], ["b", "a", "d"], ["a", "b", "c"], []];
    const list = Array.from({ length: 60 }, (_, at) =>
      (kinds[(at * at) % kinds.length] ?? []).map((key, place) => [key, at * 10 + place] as const),
    );
    const objects = [...list, ...list, ...list.flatMap((members) => [members, members])];
    const expected = objects.map(
      (members) =>
        `{${[...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `"${key}":${value}`)}}`,
    );
    assert.equal(canonicalJson(objects.map((members) => Object.fromEntries(members))), `[${expected}]`);
  });

  test("writes short and long texts alike, whatever characters they hold", () => {
    for (const length of [0, 1, 255, 256, 257, 65_535, 65_536, 2_000_000]) {
      for (const character of ["x", '"', "\\", "\n", "\u007f", "é", "€", "\u2028", "\u{1F600}"]) {
        const text = "y".repeat(length) + character;
        assert.equal(canonicalJson([text]), `[${JSON.stringify(text)}]`);
      }
    }
    assert.equal(canonicalJson(["é", "x"]), '["é","x"]');
    assert.equal(canonicalJson(["x"]), '["x"]');
  });

  test("writes whole numbers of every length, and their neighbours", () => {
    const numbers = Array.from({ length: 17 }, (_, digits) => 10 ** digits).flatMap((n) => [
      n - 1,
      n,
      n + 1,
      -n,
    ]);
    numbers.push(2 ** 31 - 1, 2 ** 31, -(2 ** 31), 0.5, 1.5e-9);
    assert.equal(canonicalJson(numbers), `[${numbers.map(String)}]`);
    const many = Array.from({ length: 50_000 }, (_, at) => 2_000_000_000 + at);
    assert.equal(canonicalJson(many), `[${many}]`);
  });

  test("says what is wrong with a value after another one was written", () => {
    assert.throws(() => canonicalJson([1, "€", { a: "\ud800" }]), /surrogate/);
    assert.equal(canonicalJson({ b: 1, a: 2 }), '{"a":2,"b":1}');
  });

  test("refuses half a surrogate pair, in keys too, and what is not JSON", () => {
    for (const value of ["\ud800", ["a", "\udfff"], { "\ud800": 1 }]) {
      assert.throws(() => canonicalJson(value), /surrogate/);
    }
    assert.throws(() => canonicalJson(undefined), /not JSON/);
  });

  test("leaves the value as it is", () => {
    const value = { b: [{ d: 1, c: 2 }], a: 1 };
    canonicalJson(value);
    assert.equal(JSON.stringify(value), '{"b":[{"d":1,"c":2}],"a":1}');
  });

  test("is what the library writes, and reads back as the same value, for any JSON", () => {
    const key = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("__proto__", "1", "10", "9", "constructor", "toJSON"),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 0, stringUnit: "grapheme" }),
        fc.array(tie("value"), { maxLength: 5 }),
        fc
          .array(fc.tuple(key, tie("value")), { maxLength: 20 })
          .map((members) => Object.fromEntries(members)),
      ),
    }));
    fc.assert(
      fc.property(value, (json) => {
        const text = canonicalJson(json);
        assert.equal(text, canonicalize(json));
        assert.equal(canonicalJson(parseJson(text)), text);
      }),
      propertyRuns(2_000),
    );
  });
});
