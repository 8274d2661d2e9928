import assert from "node:assert/strict";
import { test } from "node:test";
import { checkKey } from "../../../local/gateway/api-key.ts";
import { GatewayProblem } from "../../../local/gateway/gateway-problem.ts";
import { answerOf } from "../../../local/gateway/proxy-response.ts";
import { routesOf } from "../../../local/gateway/routes.ts";
import type { InvocationResult } from "../../../local/lambda/function.ts";

const operation = (name: string, rest: object = {}) => ({ "x-fluxa-function": name, ...rest });
const find = routesOf({
  security: [{ apiKey: [] }],
  paths: {
    "/v1/things/{id}": { get: operation("one") },
    "/v1/things/special": { get: operation("special", { security: [] }) },
    "/v1/things": { post: operation("add", { requestBody: { content: {} } }) },
  },
});

test("a literal segment wins over a parameter", () => {
  assert.equal(find("GET", "/v1/things/special")?.functionName, "special");
  assert.equal(find("GET", "/v1/things/other")?.functionName, "one");
});

test("a parameter is decoded and is never empty", () => {
  assert.deepEqual(find("GET", "/v1/things/a%2Fb")?.parameters, { id: "a/b" });
  assert.equal(find("GET", "/v1/things/"), undefined);
  assert.equal(find("GET", "/v1/things/%E0%A4%A"), undefined);
});

test("an operation's own security wins over the document's", () => {
  assert.equal(find("GET", "/v1/things/special")?.needsKey, false);
  assert.equal(find("POST", "/v1/things")?.needsKey, true);
});

test("an operation that names no function is refused at once", () => {
  assert.throws(() => routesOf({ paths: { "/x": { get: {} } } }));
});

test("a key is told by its whole value", () => {
  const key = { id: "id", value: "secret" };

  assert.equal(checkKey("secret", key).id, "id");
  for (const wrong of [undefined, "", "secre", "secret ", "SECRET"]) {
    assert.throws(() => checkKey(wrong, key), { code: "invalid_key" });
  }
});

const answered = (value: unknown): InvocationResult => ({ ok: true, payload: JSON.stringify(value) });
const statusOfProblem = (result: InvocationResult) => {
  try {
    answerOf(result);
  } catch (error) {
    return error instanceof GatewayProblem ? error.status : undefined;
  }
  return undefined;
};

test("a proxy response becomes an HTTP answer, and multiValueHeaders win over headers", () => {
  const answer = answerOf(
    answered({
      statusCode: 201,
      headers: { "X-One": "1", "Set-Cookie": "lost" },
      multiValueHeaders: { "set-cookie": ["a", "b"] },
      body: Buffer.from("text").toString("base64"),
      isBase64Encoded: true,
    }),
  );

  assert.equal(answer.status, 201);
  assert.deepEqual(answer.headers, [
    ["X-One", "1"],
    ["set-cookie", "a"],
    ["set-cookie", "b"],
  ]);
  assert.equal(answer.body.toString(), "text");
});

for (const malformed of [
  "text",
  {},
  { statusCode: "no" },
  { statusCode: 99 },
  { statusCode: 200, body: {} },
  null,
]) {
  test(`a function that answers ${JSON.stringify(malformed)} gives a 502`, () => {
    assert.equal(statusOfProblem(answered(malformed)), 502);
  });
}

test("an answer above Lambda's 6 MB gives a 502", () => {
  const largest = 6 * 1024 * 1024 - JSON.stringify({ statusCode: 200, body: "" }).length;

  assert.equal(statusOfProblem(answered({ statusCode: 200, body: "x".repeat(largest) })), undefined);
  assert.equal(statusOfProblem(answered({ statusCode: 200, body: "x".repeat(largest + 1) })), 502);
});

test("a function that failed gives a 500, and one that took too long a 504", () => {
  const failure = { ok: false, errorMessage: "" } as const;

  assert.equal(statusOfProblem({ ...failure, errorType: "TypeError" }), 500);
  assert.equal(statusOfProblem({ ...failure, errorType: "Sandbox.Timedout" }), 504);
});
