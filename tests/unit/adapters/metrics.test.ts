import assert from "node:assert/strict";
import { test } from "node:test";
import { functionMetrics } from "../../../runtime/adapters/metrics.ts";
import { captureOutput } from "../../support/capture-output.ts";

test("an invocation's metrics are one line in CloudWatch's embedded format, with nothing of the invocation before, and none without metrics", (t) => {
  const lines = captureOutput(t);
  const metrics = functionMetrics("process");
  metrics.flush();
  metrics.add("Stored", 1);
  metrics.add("Stored", 1);
  metrics.add("StoreLatency", 12);
  metrics.flush();
  metrics.flush();
  metrics.add("Stored", 3);
  metrics.flush();
  t.mock.restoreAll();
  assert.equal(lines.length, 2);
  const next = JSON.parse(lines[1] ?? "");
  assert.deepEqual([next.Stored, next.StoreLatency, next.service], [3, undefined, "process"]);
  const line = JSON.parse(lines[0] ?? "");
  assert.deepEqual([line.Stored, line.StoreLatency, line.service], [[1, 1], 12, "process"]);
  assert.deepEqual(line._aws.CloudWatchMetrics[0].Namespace, "Fluxa");
  assert.deepEqual(line._aws.CloudWatchMetrics[0].Metrics, [
    { Name: "Stored", Unit: "Count" },
    { Name: "StoreLatency", Unit: "Milliseconds" },
  ]);
});
