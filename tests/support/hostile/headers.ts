import { hostileTexts } from "./texts.ts";

/** Headers that a request may carry, as an HTTP client can send them (Latin-1, no line breaks). */
export const hostileHeaders: readonly Readonly<Record<string, string>>[] = [
  ...sendable(hostileTexts).flatMap((text) => [
    { "x-correlation-id": text },
    { "idempotency-key": text },
    { "idempotency-key": `"${text}"` },
    { traceparent: text },
    { "content-type": text },
    { "content-type": `application/json; charset=${text}` },
    { "content-encoding": text },
    { accept: text, prefer: text },
    { "ce-specversion": text },
    binary({ "ce-id": text }),
    binary({ "ce-source": text }),
    binary({ "ce-subject": text }),
    binary({ "ce-extra": text }),
    binary({ "ce-time": text }),
    binary({ "ce-dataschema": text }),
  ]),
  ...[
    "%00",
    "%0d%0a",
    "%E2%82",
    "%ff",
    "%",
    "%zz",
    "%C0%AF",
    "%ED%A0%80",
    "%EF%BF%BF",
    "%F4%90%80%80",
  ].flatMap((text) => [
    binary({ "ce-id": text }),
    binary({ "ce-subject": `a${text}b` }),
    binary({ "ce-extra": text }),
  ]),
  binary({ "ce-__proto__": "x" }),
  binary({ "ce-constructor": "x" }),
  binary({ "ce-producer": "bank" }),
  binary({ "ce-eventid": "x" }),
  binary({ "ce-": "x" }),
  binary(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`ce-e${index}`, "x"]))),
  { "x-correlation-id": "x".repeat(15_000) },
  { "x-large": "x".repeat(40_000) },
  { "content-type": `application/json; ${"a=b; ".repeat(1_000)}` },
  ...["gzip", "br", "deflate", "zstd", "identity, gzip", "x".repeat(1_000)].map((encoding) => ({
    "content-encoding": encoding,
  })),
  { "content-type": "multipart/form-data; boundary=x" },
  { "content-type": "application/json, application/json" },
  { "x-http-method-override": "DELETE" },
  { "x-amz-target": "AmazonSQS.PurgeQueue" },
  { "x-forwarded-for": "127.0.0.1", "x-apigateway-event": "{}" },
];

function binary(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return {
    "ce-specversion": "1.0",
    "ce-type": "transaction.captured",
    "ce-id": "hostile-binary",
    "ce-source": "/hostile",
    ...headers,
  };
}

function sendable(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text));
}
