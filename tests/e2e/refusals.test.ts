import assert from "node:assert/strict";
import { before, test } from "node:test";
import { refusedBodies, whole } from "../support/hostile/refused-bodies.ts";
import { depth } from "../support/local/aws.ts";
import { accepted, call, post } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { assertProblem } from "../support/local/problem.ts";
import { until } from "../support/until.ts";

let fluxa: Instance;
let database: Oracle;

before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
  database = await openDatabase(fluxa);
});

for (const { what, body, ...expected } of refusedBodies) {
  test(`${what} is refused with ${expected.status} ${expected.code}`, async () => {
    assertProblem(await post(fluxa.apiUrl, body), expected);
  });
}

test("bytes that are no UTF-8 are refused with 400 malformed_body", async () => {
  const [head = "", tail = ""] = whole.split("Corner");
  const body = Buffer.concat([Buffer.from(head), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(tail)]);

  const reply = await call(`${fluxa.apiUrl}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });

  assertProblem(reply, { status: 400, code: "malformed_body" });
});

test("a media type other than JSON is refused with 415 unsupported_media_type", async () => {
  const reply = await post(fluxa.apiUrl, whole, { "content-type": "text/xml" });

  assertProblem(reply, { status: 415, code: "unsupported_media_type" });
});

test("an Idempotency-Key that differs from the event's id is refused with 422", async () => {
  const reply = await post(fluxa.apiUrl, whole, { "idempotency-key": "another" });

  assertProblem(reply, { status: 422, code: "idempotency_key_mismatch" });
});

for (const [what, key] of [
  ["a wrong key", "guessed"],
  ["no key", null],
  ["an empty key", ""],
] as const) {
  test(`${what} is refused with 401 invalid_key on every route that needs one`, async () => {
    for (const [method, path] of [
      ["POST", "/v1/events"],
      ["GET", "/v1/events/00000000-0000-8000-8000-000000000000"],
    ] as const) {
      assertProblem(await call(`${fluxa.apiUrl}${path}`, { method, key }), {
        status: 401,
        code: "invalid_key",
      });
    }
  });
}

test("health needs no key", async () => {
  const reply = await call(`${fluxa.apiUrl}/v1/health`, { key: null });

  assert.equal(reply.status, 200, reply.text);
});

test("a path or a method that the API does not have is refused with 404 route_not_found", async () => {
  for (const [method, path] of [
    ["GET", "/"],
    ["GET", "/v2/events"],
    ["DELETE", "/v1/events"],
    ["GET", "/v1/events/a/b/c"],
    ["GET", "/v1/events/%zz"],
  ] as const) {
    assertProblem(await call(`${fluxa.apiUrl}${path}`, { method }), { status: 404, code: "route_not_found" });
  }
});

test("an event id that was never accepted is a 404 that says when to look again", async () => {
  const reply = await call(`${fluxa.apiUrl}/v1/events/00000000-0000-8000-8000-000000000000`);

  assertProblem(reply, { status: 404, code: "event_not_found" });
  assert.match(reply.headers.get("retry-after") ?? "", /^\d+$/);
});

test("a refusal carries the correlation id that was sent, and another when that is none", async () => {
  const kept = await call(`${fluxa.apiUrl}/nowhere`, { headers: { "x-correlation-id": "mine.1" } });
  const replaced = await call(`${fluxa.apiUrl}/nowhere`, { headers: { "x-correlation-id": "not one" } });

  assert.equal(kept.headers.get("x-correlation-id"), "mine.1");
  assert.equal(replaced.headers.get("x-correlation-id"), replaced.headers.get("x-amzn-requestid"));
});

test("none of what was refused was stored or dead-lettered", async () => {
  const { eventId } = accepted(await post(fluxa.apiUrl, authorized("last", transaction())));

  await until("the accepted event", async () =>
    (await database.storedCounts()).has(eventId) ? true : undefined,
  );

  assert.deepEqual([...(await database.storedCounts()).keys()], [eventId]);
  assert.equal((await database.totals()).dead, 0);
  assert.equal(await depth(fluxa, "fluxa-dead-letters"), 0);
});
