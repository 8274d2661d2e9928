import assert from "node:assert/strict";
import { access, readdir } from "node:fs/promises";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { alarmRules } from "../../../components/support/alarms/alarms.ts";
import { failureModes } from "../../../runtime/contract/failure-modes.ts";
import { metrics } from "../../../runtime/contract/metrics.ts";
import { mitigationMutants } from "../../mutants/mitigations/index.ts";
import { testFileOf } from "../../mutants/mitigations/of-mode.ts";
import { type FailureMode, signs } from "../../support/local/signs.ts";
import { watchedNames } from "../../support/watched-names.ts";

const project = fileURLToPath(new URL("../../../", import.meta.url));
const modes = Object.keys(failureModes) as FailureMode[];
const rules = alarmRules(watchedNames());

/** The metrics that an alarm stands on. */
function standsOn(alarm: string): readonly string[] {
  return Object.values(rules[alarm]?.metrics ?? {}).map(({ metricName }) => metricName);
}

suite("each failure mode", () => {
  test("has a test that injects it, and there is no other", async () => {
    const files = await readdir(`${project}tests/e2e/failure-modes`);
    assert.deepEqual(
      files.map((file) => `tests/e2e/failure-modes/${file}`).sort(),
      modes.map(testFileOf).sort(),
    );
  });

  for (const mode of modes) {
    test(`${mode} has a page of the runbook`, () => access(`${project}docs/runbook/${mode}.md`));

    test(`${mode} has a mitigation that is taken away to see its test fail`, () => {
      const taken = mitigationMutants.filter(({ testFile }) => testFile === testFileOf(mode));
      assert.ok(taken.length > 0, mode);
    });

    test(`${mode} is shown by an alarm that stands on what its test sees, or on what AWS counts itself`, () => {
      const seen: readonly string[] = signs[mode];
      const raised = failureModes[mode].alarms.filter((alarm) =>
        standsOn(alarm).some((metric) => seen.includes(metric) || !Object.hasOwn(metrics, metric)),
      );
      assert.ok(raised.length > 0, mode);
    });
  }
});
