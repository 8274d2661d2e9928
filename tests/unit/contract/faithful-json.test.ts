import assert from "node:assert/strict";
import { describe, test } from "node:test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { parseFaithfully } from "../../../runtime/contract/faithful-json.ts";

const key = fc.oneof(
  fc.constantFrom(
    "",
    "\\",
    '"',
    "\n",
    "\t",
    "a\\",
    "a\n",
    "\\\\",
    "__proto__",
    "\uE000",
    "\uE0000",
    "\u{1f600}",
  ),
  fc.string({ unit: "binary" }),
);
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    fc.string(),
    fc.constant(null),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("document"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("document"), { maxKeys: 5 }),
}));

describe("parsing JSON faithfully", () => {
  test("an escaped key is not taken for one that another document had in its place", () => {
    for (const text of ['{"a":1,"\\\\":2}', '{"a":1,"\\n":2}', '{"a":1,"\\"":2}', '{"a":1,"\\u0001":2}']) {
      assert.equal(JSON.stringify(parseFaithfully(text)), text);
    }
  });

  test("every document comes back as it was written", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (data, indent) => {
        const text = JSON.stringify(data, undefined, indent);
        assert.equal(JSON.stringify(parseFaithfully(text), undefined, indent), text);
      }),
      { numRuns: 3_000 },
    );
  });

  test("its canonical form is that of the document", () => {
    const text = '{"\\"":[{"\\\\":"\\\\\\""}],"__proto__":{"\\n":1}}';
    assert.equal(canonicalize(parseFaithfully(text)), text);
  });

  test("what is no JSON is a SyntaxError, also with escapes", () => {
    for (const text of ["", "{", '{"\\n":', '"\\', '{"\\x":1}', '{"a\\":1}', '"\\n":1']) {
      assert.throws(() => parseFaithfully(text), SyntaxError);
    }
  });

  test("a megabyte of backslashes and quotes takes no more than a pass", () => {
    const text = JSON.stringify({ "\\": '\\"'.repeat(1_000_000), '"': ["\\".repeat(1_000_000)] });
    assert.equal(JSON.stringify(parseFaithfully(text)), text);
  });
});
