import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { faultOf } from "./fault-of.ts";

suite("parsing large JSON", () => {
  for (const depth of [3_000, 500_000]) {
    test(`refuses ${depth} levels without recursing into them, closed or not`, () => {
      for (const text of ["[".repeat(depth), "[".repeat(depth) + "]".repeat(depth), '{"a":'.repeat(depth)]) {
        assert.match(faultOf(() => parseJson(text))?.message ?? "", /deeper than 64/);
      }
    });
  }

  test("names the closest container that fits when a key is as large as a body", () => {
    const key = "k".repeat(1_000_000);
    const fault = faultOf(() => parseJson(`{"a":{"${key}":1,"${key}":2}}`));
    assert.equal(fault?.path, "/a");
    assert.ok(fault.message.length < 200);
  });

  test("takes a text of 1 MiB and one of nothing but escapes", () => {
    const long = "x".repeat(1 << 20);
    assert.deepEqual(parseJson(`["${long}"]`), [long]);
    assert.deepEqual(parseJson(`["${"\\ud83d\\ude00".repeat(1 << 16)}"]`), ["\u{1F600}".repeat(1 << 16)]);
  });
});
