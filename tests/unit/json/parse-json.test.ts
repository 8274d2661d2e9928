import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { faultOf } from "./fault-of.ts";

const unfaithful: readonly (readonly [what: string, text: string, path: string, message: RegExp])[] = [
  ["a repeated key", '{"a":1,"b":2,"a":1}', "/a", /twice/],
  ["a repeated key that is escaped once", '{"a":1,"\\u0061":2}', "/a", /twice/],
  ["a repeated key deep inside", '[{"a":{"b":[1,2,{"c":1,"c":2}]}}]', "/0/a/b/2/c", /twice/],
  ["a repeated key behind colons in texts", '{"a:b":"::","\\u003a":1,"a:b":2}', "/a:b", /twice/],
  ["a repeated empty key", '{"":1,"":2}', "/", /twice/],
  ["a repeated __proto__", '{"__proto__":{},"__proto__":{}}', "/__proto__", /twice/],
  ["a repeated key with / and ~", '{"a/b~":1,"a/b~":2}', "/a~1b~0", /twice/],
  ["a repeated key whose first value held others", '{"a":{"b":1},"a":0}', "/a", /twice/],
  ["1e999", '{"n":1e999}', "/n", /larger/],
  ["-1e999", "[-1e999]", "/0", /larger/],
  ["400 digits", `[${"9".repeat(400)}]`, "/0", /larger/],
  ["1e-400", "[0, 1e-400]", "/1", /smaller/],
  ["-1E-0400", "[-1.5E-0400]", "/0", /smaller/],
  ["400 zeros and a one", `[0.${"0".repeat(400)}1]`, "/0", /smaller/],
  ["many zeros and a small exponent", `[0.${"0".repeat(300)}1e-50]`, "/0", /smaller/],
  ["2^53 + 1", '{"n":9007199254740993}', "/n", /rounds/],
  ["-(2^53 + 1)", "[-9007199254740993]", "/0", /rounds/],
  ["a long integer", "[1,12345678901234567890]", "/1", /rounds/],
  ["a rounded integer beyond 1e21", "[1234567890123456789012345]", "/0", /rounds/],
  ["NUL in a text", '["a\\u0000b"]', "/0", /NUL/],
  ["NUL in a key", '{"x":{"a\\u0000":1}}', "/x", /a key must not contain NUL/],
  ["half a pair, escaped", '["\\ud800"]', "/0", /surrogate/],
  ["the other half, escaped", '["\\uDFFF x"]', "/0", /surrogate/],
  ["the halves in the wrong order", '["\\ude00\\ud83d"]', "/0", /surrogate/],
  ["half a pair, raw", '["\ud800"]', "/0", /surrogate/],
  ["half a pair in a key", '{"\\ud800":1}', "", /a key must not contain half/],
  ["half a pair, raw, in a key", '{"a":{"\udc00":1}}', "/a", /a key must not contain half/],
  ["65 levels", "[".repeat(65) + "]".repeat(65), "/0".repeat(64), /deeper than 64/],
  ["65 levels of objects", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`, "/a".repeat(64), /deeper than 64/],
];

const malformed: readonly (readonly [what: string, text: string, path: string, message: RegExp])[] = [
  ["nothing", "", "", /expected a JSON value at line 1, column 1, but the text ends there/],
  ["white space", " \n ", "", /line 2, column 2, but the text ends there/],
  ["an open object", '{"a":1', "", /"," or "}" at line 1, column 7, but the text ends/],
  ["a comma too many", '{"a":[1,]}', "/a/1", /a JSON value at line 1, column 9/],
  ["a comma before }", '{"a":1,}', "", /a key in double quotes/],
  ["a missing comma", '{"a":1\n"b":2}', "", /"," or "}" at line 2, column 1/],
  ["a missing colon", '{"a" 1}', "/a", /":" after the key/],
  ["single quotes", "{'a':1}", "", /a key in double quotes/],
  ["a bare word", '{"a":tru}', "/a", /a JSON value/],
  ["NaN", "[NaN]", "/0", /a JSON value/],
  ["a leading zero", "[01]", "", /"," or "]" at line 1, column 3/],
  ["a leading plus", "[+1]", "/0", /a JSON value/],
  ["a point without digits", "[1.]", "", /"," or "]"/],
  ["a minus alone", "[-]", "/0", /a digit after -/],
  ["text after the value", '{"a":1} x', "", /nothing after the JSON value at line 1, column 9/],
  ["a second value", "{}{}", "", /nothing after/],
  ["a line break in a text", '["a\nb"]', "/0", /an escape instead of a control character/],
  ["NUL, raw", '["a\0b"]', "/0", /an escape instead of a control character/],
  ["an unknown escape", '["\\x41"]', "/0", /an escape such as/],
  ["half an escape", '["\\u12"]', "/0", /an escape such as/],
  ["an open text", '["abc', "/0", /a closing "/],
  ["an open text that ends with a backslash", '["abc\\', "/0", /an escape such as/],
  ["a comment", "/* a */ {}", "", /a JSON value/],
  ["a byte order mark", "\ufeff{}", "", /a JSON value at line 1, column 1/],
  ["another white space", "\u00a0{}", "", /a JSON value/],
  ["closing brackets only", "]".repeat(100), "", /a JSON value/],
];

const faithful: readonly (readonly [what: string, text: string, value: unknown])[] = [
  [
    "numbers that a double holds",
    "[0,-0,1e22,0.1,5e-324,1.7976931348623157e308]",
    [0, -0, 1e22, 0.1, 5e-324, Number.MAX_VALUE],
  ],
  ["zeros with exponents", "[0e-999, 0.0E-400, -0e+999]", [0, 0, -0]],
  ["integers beyond 2^53 that are exact", "[9007199254740992,-9007199254740994]", [2 ** 53, -(2 ** 53) - 2]],
  [
    "integers beyond 1e21 that are their double's shortest form",
    `[1${"0".repeat(23)},12${"0".repeat(30)}]`,
    [1e23, 1.2e31],
  ],
  [
    "fractions with more digits than a double",
    "[0.12345678901234567890, 1.5e300]",
    [0.12345678901234568, 1.5e300],
  ],
  ["the same key in different objects", '[{"a":1},{"a":{"a":2}}]', [{ a: 1 }, { a: { a: 2 } }]],
  [
    "colons, quotes and brackets in texts",
    '{"a:\\"{[":":}]\\\\","b":"\\u003a"}',
    { 'a:"{[': ":}]\\", b: ":" },
  ],
  [
    "emoji, raw and escaped",
    '["\u{1F600}","\\ud83d\\ude00","\\uD83D\\uDE00"]',
    ["\u{1F600}", "\u{1F600}", "\u{1F600}"],
  ],
  ["noncharacters", '["\\ufffe\\uffff\ufffe"]', ["\ufffe\uffff\ufffe"]],
  ["what only looks like an escape of NUL", '["\\\\u0000"]', ["\\u0000"]],
  ["what only looks like half a pair", '["\\\\ud800"]', ["\\ud800"]],
  ["texts that look like numbers", '["1e999","e-400", " 0e-999", 0]', ["1e999", "e-400", " 0e-999", 0]],
  ["values that are no containers", '"a"', "a"],
  ["null", " null\t\r\n", null],
];

suite("parsing JSON", () => {
  for (const [what, text, path, message] of unfaithful) {
    test(`refuses ${what} as unfaithful`, () => {
      const fault = faultOf(() => parseJson(text));
      assert.equal(fault?.code, "unfaithful_json");
      assert.equal(fault.path, path);
      assert.match(fault.message, message);
    });
  }

  for (const [what, text, path, message] of malformed) {
    test(`refuses ${what} as malformed`, () => {
      const fault = faultOf(() => parseJson(text));
      assert.equal(fault?.code, "malformed_body");
      assert.equal(fault.path, path);
      assert.match(fault.message, message);
    });
  }

  for (const [what, text, value] of faithful) {
    test(`takes ${what}`, () => assert.deepEqual(parseJson(text), value));
  }

  test("says the place of a fault, and of what is behind it nothing", () => {
    const { message } = faultOf(() => parseJson('{"a" 1,\n"b":\n2}')) ?? {};
    assert.equal(message, 'is not JSON: expected ":" after the key at line 1, column 6');
  });

  test("names the last container that fits into a pointer", () => {
    const key = "k".repeat(400);
    const fault = faultOf(() => parseJson(`{"${key}":{"${key}":{"${key}":1e999}}}`));
    assert.equal(fault?.path, `/${key}/${key}`);
    const fits = "k".repeat(1_023);
    assert.equal(faultOf(() => parseJson(`{"${fits}":1e999}`))?.path, `/${fits}`);
    assert.equal(faultOf(() => parseJson(`{"${fits}k":1e999}`))?.path, "");
  });

  test("takes 64 levels", () => {
    const text = "[".repeat(64) + "]".repeat(64);
    assert.equal(JSON.stringify(parseJson(text)), text);
  });

  test("reads an escaped key as it is written, whatever was read before", () => {
    for (const text of [
      '{"h":1,"\\\\":0}',
      '{"h":1,"\\n":0}',
      '{"h":1,"\\"":0}',
      '{"h":[{"\\\\":0}]}',
      '{"h":[{"\\t":0}]}',
    ]) {
      assert.equal(JSON.stringify(parseJson(text)), text);
    }
  });

  test("keeps the keys of prototypes as ordinary keys, and pollutes nothing", () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}';
    const value = parseJson(text);
    assert.equal(JSON.stringify(value), text);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal("polluted" in {}, false);
  });
});
