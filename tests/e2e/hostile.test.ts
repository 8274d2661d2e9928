import assert from "node:assert/strict";
import { afterEach, before, suite, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import * as v from "valibot";
import { errors } from "../../runtime/contract/errors.ts";
import { limits } from "../../runtime/contract/limits.ts";
import { ProblemAnswer } from "../../runtime/contract/openapi/answers.ts";
import { BatchAnswer } from "../../runtime/contract/openapi/batch-answer.ts";
import { hostileBodies, largestBodies } from "../support/hostile/bodies.ts";
import { hostileHeaders } from "../support/hostile/headers.ts";
import { hostileTexts } from "../support/hostile/texts.ts";
import { depth } from "../support/local/aws.ts";
import { accepted, post } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { rawBytes, rawRequest } from "../support/local/raw-request.ts";
import { until } from "../support/until.ts";

const json = { "content-type": "application/json" };
const good = JSON.stringify(authorized("good", transaction()));
let fluxa: Instance;
let database: Oracle;

before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
  database = await openDatabase(fluxa);
});
afterEach(() => {
  assert.equal(fluxa.program.hasEnded(), false, fluxa.program.output().slice(-3_000));
});

type RawReply = Awaited<ReturnType<typeof rawRequest>>;

/** A success or a problem of the caller's own making, whoever answered. */
function assertDecent(reply: RawReply, what: string): void {
  const { status, contentType, body, correlationId } = reply;
  assert.ok(
    status === 202 || status === 207 || (status >= 400 && status < 500),
    `${what}: ${status} ${body}`,
  );
  assert.match(correlationId, /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, what);
  if (status === 202) return;
  if (status === 207) {
    const { results } = v.parse(BatchAnswer, JSON.parse(body));
    assert.ok(
      results.every((result) => result.status < 500),
      `${what}: ${body.slice(0, 500)}`,
    );
    return;
  }
  assert.equal(contentType, "application/problem+json", what);
  const problem = v.parse(ProblemAnswer, JSON.parse(body));
  assert.deepEqual([problem.status, errors[problem.code].status], [status, status], what);
}

suite("a hostile producer", () => {
  test("gets a decent answer to every body, alone and in a batch", async () => {
    for (const { what, body } of hostileBodies) {
      assertDecent(await rawRequest(fluxa, { headers: json, body }), what);
      const batch = Buffer.concat([Buffer.from("["), Buffer.from(body), Buffer.from(`,${good}]`)]);
      assertDecent(await rawRequest(fluxa, { path: "/v1/events/batch", headers: json, body: batch }), what);
    }
  });

  test("gets a decent answer to requests that are full of what costs most", async () => {
    for (const { what, body } of largestBodies) {
      const escaped = Buffer.byteLength(JSON.stringify(body));
      assert.ok(escaped < limits.lambdaPayloadBytes - 10_000, `${what}: ${escaped}`);
      assertDecent(await rawRequest(fluxa, { headers: json, body }), what);
      // The second item makes ingest look at each item exactly.
      const batch = `[${body},1e999]`;
      assertDecent(await rawRequest(fluxa, { path: "/v1/events/batch", headers: json, body: batch }), what);
    }
  });

  test("gets a decent answer to all headers", async () => {
    for (const headers of hostileHeaders) {
      const what = JSON.stringify(headers).slice(0, 200);
      assertDecent(await rawRequest(fluxa, { headers: { ...json, ...headers }, body: good }), what);
    }
  });

  test("gets a decent answer to bytes that are no HTTP or hold a header in a header", async () => {
    const request = (head: string) =>
      `POST /v1/events HTTP/1.1\r\nhost: x\r\nx-api-key: local-dev-key\r\ncontent-type: application/json\r\n${head}content-length: ${good.length}\r\n\r\n${good}`;
    for (const bytes of [
      "\0\0\0\0\r\n\r\n",
      "GET\r\n\r\n",
      `${"A".repeat(20_000)}\r\n\r\n`,
      request("x-correlation-id: a\rb\r\n"),
      request("x-correlation-id: a\0b\r\n"),
      request("x-correlation-id: \xe9\xff\r\n"),
      request("x-correlation-id: a\r\n x-injected: 1\r\n"),
      request("content-length: 1\r\n"),
      request("transfer-encoding: chunked\r\n"),
      request(": x\r\n"),
      request(`x: ${"y".repeat(30_000)}\r\n`),
    ]) {
      const answer = await rawBytes(fluxa, bytes);
      assert.match(answer, /^HTTP\/1\.1 (?:202|4\d\d) /, JSON.stringify(bytes.slice(0, 100)));
      assert.doesNotMatch(answer, /\r\nx-injected/i);
    }
  });

  test("never gets a compressed body unfolded", async () => {
    const large = Buffer.alloc(64 * 1024 * 1024, "[");
    for (const [encoding, body] of [
      ["gzip", gzipSync(good)],
      ["gzip", gzipSync(large)],
      ["deflate", deflateSync(large)],
      ["br", brotliCompressSync(good)],
      ["gzip, gzip", gzipSync(gzipSync(large))],
    ] as const) {
      const reply = await rawRequest(fluxa, { headers: { ...json, "content-encoding": encoding }, body });
      assert.ok([400, 415].includes(reply.status), `${encoding}: ${reply.status}`);
      assertDecent(reply, encoding);
    }
  });

  test("finds no way out of the routes", async () => {
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("routes")));
    const tricks = hostileTexts.filter((text) => text !== "" && text.isWellFormed()).map(encodeURIComponent);
    for (const path of [
      ...tricks.flatMap((trick) => [
        `/v1/events/${trick}`,
        `/v1/events/${trick}/payload`,
        `/v1/events/${eventId}${trick}/payload`,
        `/v1/schemas/${trick}`,
      ]),
      `/v1/events/../events/${eventId.slice(1)}`,
      `/v1/events/%2e%2e/%2e%2e/configuration/producers.json`,
      `/v1/events/${eventId}%00/payload`,
      `/v1/events/${eventId}/payload/..;/`,
      `//v1//events//${eventId}`,
      "/v1/events/%c0%ae%c0%ae",
      "/v1/events/%ff",
      `/v1/events/${"a".repeat(8_000)}`,
    ]) {
      const reply = await rawRequest(fluxa, { method: "GET", path });
      assert.equal(reply.status, 404, `${path.slice(0, 200)}: ${reply.body.slice(0, 300)}`);
      assertDecent(reply, path);
    }
  });

  test("leaves a healthy instance, in which nothing died", async () => {
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("after", transaction())));
    await until("everything to be processed", async () =>
      (await depth(fluxa, "fluxa-events")) === 0 ? true : undefined,
    );
    assert.equal((await database.storedCounts()).get(eventId), 1);
    assert.deepEqual([...new Set((await database.storedCounts()).values())], [1]);
    assert.equal((await database.totals()).dead, await depth(fluxa, "fluxa-dead-letters"));
    assert.doesNotMatch(fluxa.program.output(), /failed|Sandbox\.|Runtime\./);
  });
});
