import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { suite, test } from "node:test";
import { errors, failureTypes } from "../../../runtime/contract/errors.ts";
import { failureModes, pageOfAlarm, runbook } from "../../../runtime/contract/failure-modes.ts";

suite("the failure modes", () => {
  test("are the ten of the design", () => {
    assert.deepEqual(Object.keys(failureModes), [
      "gateway-5xx",
      "ingest-failure",
      "sqs-throttled",
      "processor-failure",
      "connection-exhaustion",
      "database-outage",
      "s3-failure",
      "idempotency-conflict",
      "fingerprint-mismatch",
      "lost-correlation-id",
    ]);
  });

  test("have a test each that injects them, named after them, and no test is of another", async () => {
    const files = await readdir(new URL("../../e2e/failure-modes/", import.meta.url));
    const tests = files.filter((file) => file.endsWith(".test.ts"));
    assert.deepEqual(
      tests.sort(),
      Object.keys(failureModes)
        .map((name) => `${name}.test.ts`)
        .sort(),
    );
  });

  test("have an alarm each, and each alarm one page", () => {
    const alarms = Object.values(runbook).flatMap((entry) => entry.alarms);
    for (const [name, { alarms }] of Object.entries(failureModes)) assert.ok(alarms.length > 0, name);
    assert.deepEqual(alarms, [...new Set(alarms)]);
    assert.equal(pageOfAlarm("conflicts"), "idempotency-conflict.md");
    assert.throws(() => pageOfAlarm("unheard-of"), /unheard-of belongs to no page/);
  });

  test("cover every failure type, and every error that a caller may send again", () => {
    const covered = new Set<string>(Object.values(runbook).flatMap((entry) => entry.errors));
    const transient = Object.entries(errors).flatMap(([code, { persistence }]) =>
      persistence === "transient" ? [code] : [],
    );
    for (const code of [...Object.keys(failureTypes), ...transient]) assert.ok(covered.has(code), code);
  });
});
