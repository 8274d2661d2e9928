import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { structuredLog } from "../../../runtime/adapters/log.ts";
import { captureOutput } from "../../support/capture-output.ts";

suite("a log line", () => {
  test("is one JSON object with time, level, function, message and correlation id", (t) => {
    const lines = captureOutput(t);
    structuredLog("process", "info").info("event stored", { correlationId: "corr-1", eventId: "e-1" });
    t.mock.restoreAll();
    assert.equal(lines.length, 1);
    const { time, ...line } = JSON.parse(lines[0] ?? "");
    assert.deepEqual(line, {
      level: "info",
      function: "process",
      message: "event stored",
      correlationId: "corr-1",
      eventId: "e-1",
    });
    assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test("below the level is not written", (t) => {
    const lines = captureOutput(t);
    const log = structuredLog("process", "warn");
    log.info("event stored", { correlationId: "corr-1" });
    log.warn("event put back", { correlationId: "corr-1" });
    t.mock.restoreAll();
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).message),
      ["event put back"],
    );
  });

  test("names an error and its cause, and none of the values that a database error holds", (t) => {
    const cause = Object.assign(new Error("value too long"), {
      code: "22001",
      detail: "SECRET",
      values: ["SECRET"],
    });
    const error = Object.assign(new Error("query failed", { cause }), {
      sql: "insert SECRET",
      values: ["SECRET"],
    });
    const lines = captureOutput(t);
    structuredLog("process", "info").error("request failed", { correlationId: "corr-1", error });
    t.mock.restoreAll();
    const text = lines.join("");
    assert.equal(text.includes("SECRET"), false);
    const line = JSON.parse(text);
    assert.deepEqual(
      [line.error.message, line.error.cause.code, line.error.cause.message],
      ["query failed", "22001", "value too long"],
    );
  });
});
