import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorCode, errors } from "../../../runtime/contract/errors.ts";
import { Problem, problemDocument } from "../../../runtime/core/problem.ts";

test("every transient problem says when to come back, and no permanent one does", () => {
  for (const [code, { persistence }] of Object.entries(errors)) {
    const { retryAfter } = new Problem(code as ErrorCode, "A detail.");
    assert.equal(retryAfter !== undefined, persistence === "transient", code);
  }
});

test("a problem is written as RFC 9457 has it, with errors only where there are any", () => {
  const fault = { path: "/data", message: "is required" };
  const document = {
    type: "urn:fluxa:problem:schema_violation",
    title: errors.schema_violation.title,
    status: 422,
    detail: "A detail.",
    code: "schema_violation",
    correlationId: "corr-1",
  };
  const problem = (faults: readonly (typeof fault)[]) =>
    new Problem("schema_violation", "A detail.", { faults });
  assert.deepEqual(problemDocument(problem([]), "corr-1"), document);
  assert.deepEqual(problemDocument(problem([fault]), "corr-1"), { ...document, errors: [fault] });
});
