import { transaction } from "../core/events.ts";
import { hostileTexts } from "./texts.ts";

/** A body that means harm, and whether it may be taken all the same. */
export interface HostileBody {
  readonly what: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const whole = (metadata: string, id = "hostile") =>
  `{"type":"transaction.authorized","id":${JSON.stringify(id)},"data":${JSON.stringify(transaction()).slice(0, -1)},"metadata":${metadata}}}`;

const nest = (open: string, close: string, levels: number, inside = "") =>
  `${open.repeat(levels)}${inside}${close.repeat(levels)}`;

const bombs: readonly (readonly [what: string, metadata: string])[] = [
  ["lists 20,000 deep", `{"a":${nest("[", "]", 20_000)}}`],
  ["objects 20,000 deep", `{"a":${nest('{"a":', "}", 20_000, "1")}}`],
  ["lists 200,000 deep that never close", `{"a":${"[".repeat(200_000)}`],
  ["20,000 members", `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":0`).join(",")}}`],
  ["one member 20,000 times", `{${Array(20_000).fill('"k":0').join(",")}}`],
  ["a list of 100,000", `{"a":[${"0,".repeat(99_999)}0]}`],
  ["20,000 tiny lists", `{"a":[${"[[]],".repeat(19_999)}[]]}`],
  ["a name of 300 KB", `{"${"k".repeat(300_000)}":0}`],
  ["a text of escapes", `{"a":"${"\\u0041".repeat(150_000)}"}`],
  [
    "names that begin with digits",
    `{${Array.from({ length: 5_000 }, (_, index) => `"${index}x":0`).join(",")}}`,
  ],
];

const numbers = [
  "1e999",
  "-1e999",
  "1e-999",
  "-0",
  "0.1e1",
  "9".repeat(400),
  `0.${"0".repeat(400)}1`,
  "9007199254740993",
  "1E400",
  "00",
  "01",
  "+1",
  ".5",
  "1.",
  "0x10",
  "NaN",
  "Infinity",
  "1_000",
];

const texts = [
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\u0001"',
  '"\\x41"',
  '"\u2028"',
  '"\\uffff\\ufffe"',
];

const members = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":1,"a":2}',
  '{"a":1,"\\u0061":2}',
  '{"__proto__":1,"__proto__":2}',
  '{"\\u0000":1}',
  '{"\\ud800":1}',
  '{"a":1,}',
  "{a:1}",
  "{'a':1}",
  '{"a":1}/**/',
  "[",
  "",
];

const bytes: readonly (readonly [what: string, body: Uint8Array<ArrayBuffer>])[] = [
  ["a byte order mark", withBytes([0xef, 0xbb, 0xbf], "")],
  ["UTF-16", Uint8Array.from(Buffer.from(whole("{}"), "utf16le"))],
  ["an overlong slash", withBytes([0xc0, 0xaf], "in")],
  ["an overlong NUL", withBytes([0xc0, 0x80], "in")],
  ["an encoded surrogate", withBytes([0xed, 0xa0, 0x80], "in")],
  ["a character above U+10FFFF", withBytes([0xf4, 0x90, 0x80, 0x80], "in")],
  ["a lone continuation", withBytes([0x80], "in")],
  ["a cut character", withBytes([0xe2, 0x82], "in")],
  ["a raw NUL", withBytes([0x00], "in")],
  ["nothing but 0xff", new Uint8Array(1_000).fill(0xff)],
];

/** Bytes in front of a good body, or inside one of its texts. */
function withBytes(given: readonly number[], where: "" | "in"): Uint8Array<ArrayBuffer> {
  const [head = "", tail = ""] = where === "in" ? whole('{"a":"|"}').split("|") : ["", whole("{}")];
  return Uint8Array.from(Buffer.concat([Buffer.from(head), Buffer.from(given), Buffer.from(tail)]));
}

/** Everything in an attribute, a payload's text, a member's name and a type. */
const everywhere = hostileTexts.flatMap((text, index): readonly HostileBody[] => {
  const json = JSON.stringify(text);
  return [
    { what: `text ${index} as an id`, body: whole("{}", text) },
    { what: `text ${index} as a source`, body: whole("{}").replace('"id"', `"source":${json},"id"`) },
    { what: `text ${index} as a subject`, body: whole("{}").replace('"id"', `"subject":${json},"id"`) },
    { what: `text ${index} as a type`, body: whole("{}").replace('"transaction.authorized"', json) },
    { what: `text ${index} as a value`, body: whole(`{"a":${json}}`) },
    { what: `text ${index} as a name`, body: whole(`{${json}:{"a":1}}`) },
    { what: `text ${index} as a member of the event`, body: whole("{}").replace('"id"', `${json}:1,"id"`) },
    {
      what: `text ${index} as a member of the payload`,
      body: whole("{}").replace('"amount"', `${json}:1,"amount"`),
    },
  ];
});

const inMetadata = (kind: string, values: readonly string[]) =>
  values.map(
    (value): HostileBody => ({ what: `${kind} ${value.slice(0, 20)}`, body: whole(`{"a":${value}}`) }),
  );

/** Bodies of one event in a plain form. */
export const hostileBodies: readonly HostileBody[] = [
  ...bombs.map(([what, metadata]) => ({ what, body: whole(metadata) })),
  ...inMetadata("number", numbers),
  ...inMetadata("text", texts),
  ...inMetadata("object", members),
  ...bytes.map(([what, body]) => ({ what, body })),
  ...everywhere,
  ...[
    "null",
    "true",
    "0",
    '""',
    "[]",
    "{}",
    "[[]]",
    '{"type":{}}',
    '{"type":"transaction.authorized","data":null}',
  ].map((body) => ({ what: `the body ${body}`, body })),
];

const fill = (piece: string, last: string) => piece.repeat(Math.floor(3_500_000 / piece.length)) + last;

/** Bodies that nearly fill a request with what costs most to read, to order or to spell out. */
export const largestBodies: readonly HostileBody[] = [
  { what: "one member again and again", body: whole(`{${fill('"k":0,', '"k":0')}}`) },
  { what: "tiny lists", body: whole(`{"a":[${fill("[[]],", "[]")}]}`) },
  { what: "tiny objects", body: whole(`{"a":[${fill('{"a":0},', "{}")}]}`) },
  { what: "lists as deep as may be", body: whole(`{"a":[${fill(`${nest("[", "]", 55)},`, "[]")}]}`) },
  { what: "numbers that may have been rounded", body: whole(`{"a":[${fill("9007199254740992,", "0")}]}`) },
  { what: "names that are numbers", body: whole(`{"a":[${fill('{"1":0},', "{}")}]}`) },
  { what: "a text that is not closed", body: whole(`{"a":"${fill("x", "")}`) },
];
