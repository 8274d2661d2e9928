import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorCode, errors } from "../../../runtime/contract/errors.ts";
import { Problem } from "../../../runtime/core/problem.ts";

test("every transient problem says when to come back, and no permanent one does", () => {
  for (const [code, { persistence }] of Object.entries(errors)) {
    const { retryAfter } = new Problem(code as ErrorCode, "A detail.");
    assert.equal(retryAfter !== undefined, persistence === "transient", code);
  }
});
