import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as v from "valibot";
import { EventAttributes, Extensions, reservedExtensions } from "../../../runtime/contract/cloud-event.ts";
import { currencies } from "../../../runtime/contract/event-types/currencies.ts";
import {
  AttributeText,
  CorrelationId,
  ProducerName,
  Traceparent,
} from "../../../runtime/contract/identifiers.ts";
import { Timestamp } from "../../../runtime/contract/timestamp.ts";

interface Table {
  readonly schema: v.GenericSchema;
  readonly valid: Readonly<Record<string, unknown>>;
  readonly invalid: Readonly<Record<string, unknown>>;
}

const tables: Readonly<Record<string, Table>> = {
  "a timestamp": {
    schema: Timestamp,
    valid: {
      UTC: "2026-11-22T17:48:00Z",
      "an offset": "2026-11-22T17:48:00+05:30",
      "the widest offset that is taken": "2026-11-22T17:48:00-14:59",
      "nine digits of a second": "2026-11-22T17:48:00.123456789Z",
      "a leap day": "2024-02-29T00:00:00Z",
      "a leap day of a century": "2000-02-29T00:00:00Z",
      "the first year": "0001-01-01T00:00:00Z",
      "the last second of the last year": "9999-12-31T23:59:59Z",
    },
    invalid: {
      "30 February": "2026-02-30T00:00:00Z",
      "29 February of an ordinary year": "2026-02-29T00:00:00Z",
      "29 February of a century": "1900-02-29T00:00:00Z",
      "31 April": "2026-04-31T00:00:00Z",
      "month 13": "2026-13-01T00:00:00Z",
      "month 0": "2026-00-01T00:00:00Z",
      "day 0": "2026-01-00T00:00:00Z",
      "year 0": "0000-01-01T00:00:00Z",
      "a leap second": "2016-12-31T23:59:60Z",
      "hour 24": "2026-11-22T24:00:00Z",
      "an offset of +15:00": "2026-11-22T17:48:00+15:00",
      "no offset": "2026-11-22T17:48:00",
      "a date alone": "2026-11-22",
      "a space for T": "2026-11-22 17:48:00Z",
      "lower case": "2026-11-22t17:48:00z",
      "ten digits of a second": "2026-11-22T17:48:00.1234567890Z",
      "a line break behind": "2026-11-22T17:48:00Z\n",
      "digits of another script": "２０２６-11-22T17:48:00Z",
      "a number": 1_763_833_680,
    },
  },
  "an attribute's text": {
    schema: AttributeText,
    valid: {
      "256 characters": "x".repeat(256),
      emoji: "\u{1F600}\u{1F468}\u200d\u{1F469}",
      "umlauts, CJK and a private-use character": "äöü漢字\ue000",
      "a replacement character": "\ufffd",
      "white space": " a b\u00a0",
    },
    invalid: {
      nothing: "",
      "257 characters": "x".repeat(257),
      "129 emoji, which are 258 code units": "\u{1F600}".repeat(129),
      NUL: "a\0",
      "a line break": "a\nb",
      "a tab": "a\tb",
      DEL: "a\u007f",
      "a C1 control character": "a\u0085",
      "U+FFFE": "\ufffe",
      "U+FFFF": "\uffff",
      "U+FDD0": "\ufdd0",
      "U+1FFFE": "\u{1fffe}",
      "U+10FFFF": "\u{10ffff}",
      "half a surrogate pair": "\ud83d",
      "a number": 1,
    },
  },
  "a correlation id": {
    schema: CorrelationId,
    valid: {
      "a UUID": "2cf4a04e-8c1f-4f57-9f0a-1d2b3c4d5e6f",
      "128 characters": "a".repeat(128),
      signs: "a.b_c:d-e",
    },
    invalid: {
      nothing: "",
      "129 characters": "a".repeat(129),
      "a space": "a b",
      "a first sign": "-a",
      "a line break": "a\n",
      "an umlaut": "ä",
    },
  },
  "a producer's name": {
    schema: ProducerName,
    valid: { "letters, digits and dashes": "shop-2", "63 characters": "a".repeat(63) },
    invalid: {
      capitals: "Shop",
      "a first digit": "2shop",
      "64 characters": "a".repeat(64),
      "a slash": "a/b",
      nothing: "",
    },
  },
  "a traceparent": {
    schema: Traceparent,
    valid: { "version 00": `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    invalid: {
      "another version": `01-${"a".repeat(32)}-${"b".repeat(16)}-01`,
      capitals: `00-${"A".repeat(32)}-${"b".repeat(16)}-01`,
    },
  },
  extensions: {
    schema: Extensions,
    valid: {
      none: {},
      "a text, a Boolean and integers": { a: "x", b: true, c: 0, d: -(2 ** 31), e: 2 ** 31 - 1 },
      sixteen: Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`e${index}`, "x"])),
      "a name of 20 characters": { ["a".repeat(20)]: "x" },
      "a traceparent": { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` },
    },
    invalid: {
      seventeen: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`e${index}`, "x"])),
      "a capital in a name": { Abc: "x" },
      "a sign in a name": { "a-b": "x" },
      "a name of 21 characters": { ["a".repeat(21)]: "x" },
      "an object": { a: {} },
      null: { a: null },
      "a fraction": { a: 1.5 },
      "an integer of 33 bits": { a: 2 ** 31 },
      "a control character": { a: "\n" },
      "the name constructor": { constructor: "x" },
      "the name __proto__": JSON.parse('{"__proto__":"x"}'),
      ...Object.fromEntries(reservedExtensions.map((name) => [`the reserved name ${name}`, { [name]: "x" }])),
    },
  },
  "an event's attributes": {
    schema: EventAttributes,
    valid: {
      "the required ones": { id: "1", source: "/a", type: "t" },
      all: {
        id: "1",
        source: "/a",
        type: "t",
        subject: "s",
        time: "2026-11-22T17:48:00Z",
        dataschema: "urn:x",
        extensions: { a: 1 },
      },
    },
    invalid: {
      "no id": { source: "/a", type: "t" },
      "no source": { id: "1", type: "t" },
      "no type": { id: "1", source: "/a" },
      "an unknown member": { id: "1", source: "/a", type: "t", other: 1 },
      "an empty subject": { id: "1", source: "/a", type: "t", subject: "" },
      "null for a subject": { id: "1", source: "/a", type: "t", subject: null },
    },
  },
};

for (const [subject, { schema, valid, invalid }] of Object.entries(tables)) {
  suite(subject, () => {
    for (const [what, value] of Object.entries(valid)) {
      test(`takes ${what}`, () => assert.deepEqual(v.parse(schema, value), value));
    }
    for (const [what, value] of Object.entries(invalid)) {
      test(`refuses ${what}`, () => assert.equal(v.is(schema, value), false));
    }
  });
}

suite("currencies", () => {
  test("are codes of three capitals, in order and each once", () => {
    for (const code of currencies) assert.match(code, /^[A-Z]{3}$/);
    assert.deepEqual(currencies, [...new Set(currencies)].sort());
  });

  test("are known to Intl, but for the funds and units of account that CLDR does not name", () => {
    const known = new Set(Intl.supportedValuesOf("currency"));
    assert.deepEqual(
      currencies.filter((code) => !known.has(code)),
      notInIntl,
    );
  });

  test("hold every currency that people pay with", () => {
    for (const code of ["EUR", "USD", "GBP", "JPY", "CHF", "CNY", "INR", "BRL", "KWD"])
      assert.ok(currencies.includes(code));
  });
});

const notInIntl = ["BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED"];
