import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { type ErrorCode, errors } from "../../../runtime/contract/errors.ts";
import { Problem } from "../../../runtime/core/problem.ts";
import { serve } from "../../../runtime/handlers/http/serve.ts";
import type { LogFields } from "../../../runtime/ports/log.ts";

const request = {
  httpMethod: "POST",
  path: "/v1/things",
  resource: "/v1/things",
  headers: {},
  requestContext: { stage: "local", requestId: "request-1", identity: {} },
} as unknown as APIGatewayProxyEvent;

function answerTo(error: unknown) {
  const lines: LogFields[] = [];
  const write = (_message: string, fields: LogFields) => void lines.push(fields);
  const log = { info: write, warn: write, error: write };
  const answer = serve(request, { "POST /v1/things": () => Promise.reject(error) }, log);
  return { answer, lines };
}

suite("an answer that asks to come back", () => {
  test("has a Retry-After for each transient code, and for what nobody foresaw", async () => {
    const transient = Object.entries(errors).filter(([, { persistence }]) => persistence === "transient");
    const problems = transient.map(([code]) => new Problem(code as ErrorCode, "A detail."));
    for (const error of [...problems, new TypeError("a bug")]) {
      const { headers } = await answerTo(error).answer;
      assert.match(String(headers?.["Retry-After"]), /^\d+$/, String(error));
    }
  });

  test("does not ask everybody to come back at the same time, nor sooner than it may", async () => {
    const asked = new Set<unknown>();
    for (let times = 0; times < 200; times++) {
      const { headers } = await answerTo(new Problem("unavailable", "A detail.", { retryAfter: 5 })).answer;
      asked.add(headers?.["Retry-After"]);
    }
    assert.deepEqual(
      [...asked].map(Number).sort((a, b) => a - b),
      [5, 6, 7, 8, 9, 10],
    );
  });
});

suite("the log of a refusal", () => {
  for (const [path, logged] of [
    ["/data/amount", "/data/amount"],
    ["/499/data/merchant/name", "/499/data/merchant/name"],
    ["/data/metadata/secret", "/data/metadata/*"],
    ["/secret~1key", "/*"],
    ["", ""],
    ["header ce-time", "header ce-time"],
    ["header idempotency-key", "header idempotency-key"],
    ["header ce-secret", "header *"],
    ["header ce-secret\nline", "header *"],
  ] as const) {
    test(`names ${JSON.stringify(path)} as ${JSON.stringify(logged)}`, async () => {
      const { answer, lines } = answerTo(
        new Problem("schema_violation", "A detail.", { faults: [{ path, message: "must be otherwise" }] }),
      );
      await answer;
      assert.deepEqual(lines[0]?.["paths"], [logged]);
    });
  }
});
