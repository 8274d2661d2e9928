import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { inspectJson } from "../../../runtime/core/json/inspect-json.ts";
import { outlineJson } from "../../../runtime/core/json/outline-json.ts";

// A sign that is missing would show as a fault that is not found; one too many only costs the time of the
// exact check, and shows here alone.

suite("the outline of a text", () => {
  const outlines: readonly (readonly [text: string, depth: number, members: number, escapedKeys: boolean])[] =
    [
      ["", 0, 0, false],
      ["1", 0, 0, false],
      ["[]", 1, 0, false],
      ["{}", 1, 0, false],
      ["[[],[[]],{}]", 3, 0, false],
      ['[{"a":[1]},[{"b":{}}]]', 4, 2, false],
      ['{"a":1,"a":2,"b":{"c":null}}', 2, 4, false],
      ['{"a:[{":"]}:"}', 1, 1, false],
      ['{"\\"":1}', 1, 1, true],
      ['{"a":"\\u0061","b":1}', 1, 2, false],
      ['{"a":"\\\\","b":"{"}', 1, 2, false],
      ['{"a":"x\\n"}', 1, 1, false],
      ['{"\\u0061":1,"b":2}', 1, 2, true],
      ['{"a":["\\n"],"b":2}', 2, 2, false],
      ['["\\n",{"a":1}]', 2, 1, false],
      ['{"ü€😀":"ü€😀:"}', 1, 1, false],
      ['"open', 0, 0, false],
      ['"open\\', 0, 0, false],
    ];
  for (const [text, depth, members, escapedKeys] of outlines) {
    test(text === "" ? "nothing" : text, () => {
      assert.deepEqual(outlineJson(text), { depth, members, escapedKeys });
    });
  }
});

suite("the signs in a value", () => {
  const nothing = { members: 0, infinite: false, large: false, zero: false, unfaithfulText: false };
  const inspections: readonly (readonly [what: string, value: unknown, signs: Partial<typeof nothing>])[] = [
    ["null", null, {}],
    ["a truth", true, {}],
    ["a text", "x", {}],
    ["a small number", -1.5, {}],
    ["the largest safe integer", 9_007_199_254_740_991, {}],
    ["one more", 9_007_199_254_740_992, { large: true }],
    ["one less than the smallest", -9_007_199_254_740_992, { large: true }],
    ["infinity", Number.NEGATIVE_INFINITY, { large: true, infinite: true }],
    ["zero", [0], { zero: true }],
    ["zero below zero", { a: -0 }, { members: 1, zero: true }],
    ["members at every depth", { a: { b: 1 }, c: [{ d: null }, [{ e: "x" }]] }, { members: 5 }],
    ["a list of texts", ["a", "b"], {}],
    ["NUL in a text", ["a\0"], { unfaithfulText: true }],
    ["NUL in a key", { "\0": 1 }, { members: 1, unfaithfulText: true }],
    ["half a pair", { a: "\ud800" }, { members: 1, unfaithfulText: true }],
    ["half a pair in a key", [{ "\udc00": [] }], { members: 1, unfaithfulText: true }],
    ["a whole pair", { "\u{1f600}": "\u{1f600}" }, { members: 1 }],
  ];
  for (const [what, value, signs] of inspections) {
    test(what, () => {
      assert.deepEqual(inspectJson(value, true), { ...nothing, ...signs });
      const { unfaithfulText, ...others } = { ...nothing, ...signs };
      assert.deepEqual(inspectJson(value, false), { ...others, unfaithfulText: false });
    });
  }
});
