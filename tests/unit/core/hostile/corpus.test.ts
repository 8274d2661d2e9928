import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { suite, test } from "node:test";
import { hostileBodies } from "../../../support/hostile/bodies.ts";
import { hostileHeaders } from "../../../support/hostile/headers.ts";
import { expectSafe, expectSafeBatch } from "./expect-safe.ts";

const json = { "content-type": "application/json" };
const good = `{"type":"transaction.captured","id":"good","data":{}}`;

suite("hostile bodies", () => {
  for (const { what, body, headers = {} } of hostileBodies) {
    const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
    // What is not UTF-8 is refused before the core sees it; the core must bear what a decoder makes of it.
    const kind = typeof body === "string" || isUtf8(body) ? "" : ", decoded with replacements";
    test(`${what}${kind} does no harm, alone and in a batch`, async () => {
      await expectSafe(text, { ...json, ...headers });
      await expectSafe(text, { "content-type": "application/cloudevents+json" });
      await expectSafeBatch(`[${text},${good}]`, json);
      await expectSafeBatch(text, json);
    });
  }
});

suite("hostile headers", () => {
  test("do no harm, alone and in a batch", async () => {
    assert.ok(hostileHeaders.length > 300);
    for (const headers of hostileHeaders) {
      await expectSafe(good, { ...json, ...headers });
      await expectSafeBatch(`[${good}]`, { ...json, ...headers });
    }
  });
});
