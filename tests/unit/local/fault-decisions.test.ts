import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { Decisions } from "../../../local/faults/decisions.ts";
import { Faults } from "../../../local/faults/faults.ts";
import type { Point } from "../../../local/faults/points.ts";
import { parseRules } from "../../../local/faults/rule.ts";
import type { StrikeReport } from "../../../local/faults/strike-report.ts";

const mix = ["sqs.send=refuse@0.2", "sqs.send=slow:50@0.1", "s3.put=refuse@0.3"];

/** What strikes the first occurrences of a point, as the actions' names. */
function sequence(
  seed: number,
  point: Point,
  length: number,
  rules: readonly string[] = mix,
): readonly string[] {
  const decisions = new Decisions(seed);
  decisions.setRules(parseRules(rules));
  return Array.from({ length }, () => decisions.decide(point)?.rule.action ?? "");
}

suite("what strikes when", () => {
  test("is the same for the same seed, and another for another", () => {
    assert.deepEqual(sequence(7, "sqs.send", 200), sequence(7, "sqs.send", 200));
    assert.notDeepEqual(sequence(7, "sqs.send", 200), sequence(8, "sqs.send", 200));
  });

  test("does not depend on what happens at other points", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.array(fc.boolean(), { maxLength: 50 }),
        (seed, others) => {
          const decisions = new Decisions(seed);
          decisions.setRules(parseRules(mix));
          const struck = others.map((isOther) => {
            if (isOther) decisions.decide("s3.put");
            return decisions.decide("sqs.send")?.rule.action ?? "";
          });
          assert.deepEqual(struck, sequence(seed, "sqs.send", others.length));
        },
      ),
    );
  });

  test("keeps to the probabilities", () => {
    const struck = sequence(3, "sqs.send", 20_000);
    const share = (action: string) => struck.filter((one) => one === action).length / struck.length;
    assert.ok(Math.abs(share("refuse") - 0.2) < 0.02, `${share("refuse")}`);
    assert.ok(Math.abs(share("slow") - 0.1) < 0.02, `${share("slow")}`);
  });

  test("is every occurrence without a probability, and no more often than is said", () => {
    assert.deepEqual(sequence(1, "s3.get", 3, ["s3.get=missing"]), ["missing", "missing", "missing"]);
    assert.deepEqual(sequence(1, "s3.get", 3, ["s3.get=missingx2"]), ["missing", "missing", ""]);
    assert.deepEqual(sequence(1, "s3.get", 2, []), ["", ""]);
  });

  test("goes on with the same occurrences when the rules are replaced, and counts their strikes anew", () => {
    const decisions = new Decisions(5);
    decisions.setRules(parseRules(["s3.put=refusex1"]));
    assert.equal(decisions.decide("s3.put")?.occurrence, 1);
    assert.equal(decisions.decide("s3.put"), undefined);
    decisions.setRules(parseRules(["s3.put=refusex1"]));
    assert.equal(decisions.decide("s3.put")?.occurrence, 3);
  });

  test("brings chance of its own along, the same for the same strike", () => {
    const draw = () => {
      const decisions = new Decisions(5);
      decisions.setRules(parseRules(["sns.publish=refuse-some"]));
      const strike = decisions.decide("sns.publish");
      return [strike?.random(), strike?.random()];
    };
    assert.deepEqual(draw(), draw());
    assert.notEqual(draw()[0], draw()[1]);
  });
});

test("a strike is reported with what it met, which nobody is asked for otherwise", () => {
  const reports: StrikeReport[] = [];
  const faults = new Faults(1, (report) => reports.push(report));
  faults.setRules(parseRules(["s3.put=refusex1"]));
  let asked = 0;
  const subject = () => {
    asked += 1;
    return { sandbox: "ingest-1", eventIds: ["a", "a"], correlationIds: ["c"] };
  };
  faults.strike("s3.put", subject);
  faults.strike("s3.put", subject);
  faults.strike("s3.get", subject);

  assert.equal(asked, 1);
  const [{ time, ...report } = { time: "" }, ...others] = reports;
  assert.match(time, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(report, {
    point: "s3.put",
    action: "refuse",
    rule: "s3.put=refusex1",
    occurrence: 1,
    sandbox: "ingest-1",
    eventIds: ["a"],
    correlationIds: ["c"],
  });
  assert.deepEqual(others, []);
});
