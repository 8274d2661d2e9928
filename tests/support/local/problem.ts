import assert from "node:assert/strict";
import type { ErrorCode } from "../../../runtime/contract/errors.ts";
import type { Reply } from "./client.ts";

/** Asserts that an answer is a problem that may pass, and says when to come back. */
export function assertRetryable(reply: Reply, status: number, code: ErrorCode): void {
  assert.deepEqual([reply.status, Object(reply.json).code], [status, code], reply.text);
  assert.equal(reply.headers.get("content-type"), "application/problem+json");
  assert.match(reply.headers.get("retry-after") ?? "none", /^[1-9]\d?$/);
}
