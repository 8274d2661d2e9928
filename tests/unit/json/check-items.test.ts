import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { checkItems } from "../../../runtime/core/json/check-json.ts";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { faultOf } from "./fault-of.ts";

const depth = 70;
const item = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    '{"a":1,"a":2}',
    '{"a":{"b":[1,1e999]},"a":1}',
    '"\\u0000"',
    '["\\ud800", "]"]',
    "9007199254740993",
    `${"[".repeat(depth)}${"]".repeat(depth)}`,
    `{"k":"[{","a":${'{"x":'.repeat(depth)}"}}]"${"}".repeat(depth)}}`,
  ),
);

suite("checking the items of a list", () => {
  test("finds in each what reading it alone finds, and keeps its text", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6 }), (items) => {
        const checked = checkItems(`[ ${items.join(" ,\n")}]`, 10);
        assert.deepEqual(
          checked.map(({ text, fault }) => [text, fault?.code, fault?.path, fault?.message]),
          items.map((text, index) => {
            const alone = faultOf(() => parseJson(text));
            return [text, alone?.code, alone && `/${index}${alone.path}`, alone?.message];
          }),
        );
      }),
    );
  });

  test("stops one behind the most", () => {
    assert.equal(checkItems(`[${"1e999,".repeat(50)}1]`, 10).length, 11);
    assert.equal(checkItems(`[${"1e999,".repeat(9)}1]`, 10).length, 10);
    assert.equal(checkItems("[ ]", 10).length, 0);
  });

  test("reads a list behind white space", () => {
    const checked = checkItems(" \n\t\r[1e999, 2]", 10);
    assert.deepEqual(
      checked.map(({ fault }) => fault?.path),
      ["/0", undefined],
    );
  });

  test("of what is no list says what is wrong with it as a whole", () => {
    const fault = faultOf(() => checkItems('{"a":[],"a":[1]}', 10));
    assert.deepEqual([fault?.name, fault?.code, fault?.path], ["JsonFault", "unfaithful_json", "/a"]);
  });

  test("says where a list that is too deep has no end", () => {
    assert.match(faultOf(() => checkItems(`[${"[".repeat(100)}`, 10))?.message ?? "", /a closing bracket/);
  });

  for (const text of [
    "[1e999",
    "[1e999,]",
    "[1e999]]",
    "[1e999 1]",
    '[{"a":1,"a":2]',
    `[${"[".repeat(100)}"]`,
  ]) {
    test(`${text.slice(0, 20)} is no JSON`, () => {
      assert.equal(faultOf(() => checkItems(text, 10))?.code, "malformed_body");
    });
  }
});
