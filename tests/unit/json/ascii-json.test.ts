import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { asciiJson } from "../../../runtime/core/json/ascii-json.ts";

suite("ASCII JSON", () => {
  test("escapes what is outside printable ASCII, beyond the BMP as two escapes", () => {
    assert.equal(
      asciiJson('{"é":"\u{1F600}\ufffe\uffff\u007f~"}'),
      '{"\\u00e9":"\\ud83d\\ude00\\ufffe\\uffff\\u007f~"}',
    );
  });

  test("returns printable ASCII as it is", () => {
    const json = JSON.stringify({ a: "plain ~ text \n" });
    assert.equal(asciiJson(json), json);
  });

  test("gives printable ASCII that means the same, whatever the text", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
        const json = JSON.stringify(value);
        const ascii = asciiJson(json);
        assert.match(ascii, /^[\x20-\x7e]*$/);
        assert.deepEqual(JSON.parse(ascii), JSON.parse(json));
      }),
    );
  });
});
