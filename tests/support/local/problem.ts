import assert from "node:assert/strict";
import * as v from "valibot";
import type { ErrorCode } from "../../../runtime/contract/errors.ts";
import type { Reply } from "./client.ts";

/** Asserts that an answer is a problem that may pass, and says when to come back. */
export function assertRetryable(reply: Reply, status: number, code: ErrorCode): void {
  assert.deepEqual([reply.status, Object(reply.json).code], [status, code], reply.text);
  assert.equal(reply.headers.get("content-type"), "application/problem+json");
  assert.match(reply.headers.get("retry-after") ?? "none", /^[1-9]\d?$/);
}

const Problem = v.object({
  type: v.string(),
  title: v.pipe(v.string(), v.minLength(1)),
  status: v.number(),
  detail: v.pipe(v.string(), v.minLength(10)),
  code: v.string(),
  correlationId: v.string(),
  errors: v.optional(
    v.array(v.object({ path: v.string(), message: v.pipe(v.string(), v.minLength(5)) })),
    [],
  ),
});

/** Checks that a refusal is a problem with this status, code and path, whoever refused. */
export function assertProblem(reply: Reply, expected: { status: number; code: string; path?: string }): void {
  assert.equal(reply.status, expected.status, reply.text);
  assert.equal(reply.headers.get("content-type"), "application/problem+json");
  const problem = v.parse(Problem, reply.json);
  assert.equal(problem.status, expected.status);
  assert.equal(problem.code, expected.code);
  assert.equal(problem.correlationId, reply.headers.get("x-correlation-id"));
  if (expected.path === undefined) return;
  const paths = problem.errors.map(({ path }) => path);
  assert.ok(paths.includes(expected.path), `${expected.path} is not among ${paths.join(", ")}`);
}
