import assert from "node:assert/strict";
import { existsSync } from "node:fs";
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

  test("are what the tests are named after that inject them", async () => {
    const folder = new URL("../../e2e/failure-modes/", import.meta.url);
    const tests = existsSync(folder) ? await readdir(folder) : [];
    const expected = Object.keys(failureModes).map((name) => `${name}.test.ts`);
    assert.deepEqual(
      tests.filter((file) => file.endsWith(".test.ts") && !expected.includes(file)),
      [],
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
