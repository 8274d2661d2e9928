import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { checkJson } from "../../../runtime/core/json/check-json.ts";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { faultOf } from "./fault-of.ts";

/** Pieces that make texts which are nearly JSON, and full of what the cheap signs look for. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'{}[]:,"\\ \n-0123456789eE.',
    "true",
    "null",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
    "\\u0061",
  ),
  fc.constantFrom(
    '"a":',
    '"a"',
    '"b":1,',
    "1e999",
    "0e-400",
    "1e-400",
    "9007199254740993",
    "\ud800",
    '{"a":1}',
  ),
);
const nearlyJson = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt().map(String),
  fc
    .tuple(fc.nat(), fc.integer({ min: -400, max: 400 }))
    .map(([digits, exponent]) => `${digits}e${exponent}`),
);
const key = fc.oneof(
  fc.constantFrom("a", "b", "__proto__", ":", "\\u0061"),
  fc.string({ maxLength: 3 }).map((text) => JSON.stringify(text).slice(1, -1)),
);
const { value: jsonText } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
    fc.constantFrom("true", "false", "null", '"\\u0000"', '"\\ud800"', "1e-999"),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(" , ")}]`),
    fc
      .array(fc.tuple(key, tie("value")), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(",")}}`),
  ),
}));

suite("parsing any text", () => {
  for (const [what, texts] of [
    ["nearly JSON", nearlyJson],
    ["JSON with faults", jsonText],
  ] as const) {
    test(`gives the verdict of the exact check on ${what}`, () => {
      fc.assert(
        fc.property(texts, (text) => {
          const [fault, exact] = [faultOf(() => parseJson(text)), faultOf(() => checkJson(text))];
          assert.deepEqual([fault?.code, fault?.path], [exact?.code, exact?.path]);
        }),
        propertyRuns(3_000),
      );
    });
  }

  test("gives back any value that was written as JSON", () => {
    const anyKey = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("\\", "\n", '"', "__proto__", ":", "1"),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 0, stringUnit: "grapheme" }),
        fc.array(tie("value"), { maxLength: 4 }),
        fc
          .array(fc.tuple(anyKey, tie("value")), { maxLength: 5 })
          .map((members) => Object.fromEntries(members)),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (json, indent) => {
        const text = JSON.stringify(json, undefined, indent);
        assert.equal(JSON.stringify(parseJson(text), undefined, indent), text);
      }),
      propertyRuns(3_000),
    );
  });

  test("calls malformed what JSON.parse cannot read, and nothing else", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, jsonText), (text) => {
        const isJson = parses(text);
        const code = faultOf(() => checkJson(text))?.code;
        if (isJson) assert.notEqual(code, "malformed_body");
        else assert.notEqual(code, undefined);
      }),
      propertyRuns(3_000),
    );
  });

  test("refuses an object in which any key is repeated", () => {
    const members = fc.array(fc.tuple(fc.string(), fc.jsonValue({ maxDepth: 2 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(members, fc.nat(), (list, pick) => {
        const [name] = list[pick % list.length] ?? [""];
        const object = [...list, [name, 0] as const].map(
          ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
        );
        assert.equal(faultOf(() => parseJson(`[{${object.join(",")}}]`))?.code, "unfaithful_json");
      }),
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
