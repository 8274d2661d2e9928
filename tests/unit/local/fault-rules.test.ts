import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { OptionFault } from "../../../local/command-line.ts";
import { actions } from "../../../local/faults/actions.ts";
import { points } from "../../../local/faults/points.ts";
import { parseRules, RuleFault } from "../../../local/faults/rule.ts";
import { readOptions } from "../../../local/options.ts";

suite("a fault rule", () => {
  const always = { ms: 0, probability: 1, times: Number.POSITIVE_INFINITY };
  const readable = {
    "s3.put=refuse": { ...always, point: "s3.put", action: "refuse" },
    "sqs.send=refuse@0.05": { ...always, point: "sqs.send", action: "refuse", probability: 0.05 },
    "sqs.send=silent-after@.5": { ...always, point: "sqs.send", action: "silent-after", probability: 0.5 },
    "s3.get=slow:1500@0.1": { ...always, point: "s3.get", action: "slow", ms: 1_500, probability: 0.1 },
    "s3.get=slow": { ...always, point: "s3.get", action: "slow", ms: 1_000 },
    "process=jump:-5000x2": { ...always, point: "process", action: "jump", ms: -5_000, times: 2 },
    "process.claim=crash-after@1x1": { ...always, point: "process.claim", action: "crash-after", times: 1 },
    "database.server=fail-over:500@0.01x3": {
      point: "database.server",
      action: "fail-over",
      ms: 500,
      probability: 0.01,
      times: 3,
    },
  };
  for (const [text, rule] of Object.entries(readable)) {
    test(`is read: ${text}`, () => assert.deepEqual(parseRules([text]), [{ text, ...rule }]));
  }

  const unreadable: Readonly<Record<string, RegExp>> = {
    "": /cannot be read\. Write it as <point>=<action>/,
    refuse: /cannot be read/,
    "sqs.send=refuse@": /cannot be read/,
    "sqs.send=refuse@1x": /cannot be read/,
    "sqs.send=refuse@0.1@0.2": /cannot be read/,
    "sqs.sent=refuse": /no point "sqs\.sent".*sqs\.send, sqs\.dead-letter/,
    "constructor=refuse": /no point "constructor"/,
    "sqs.send=corrupt": /"corrupt" cannot happen at sqs\.send\. Choose one of: refuse-some, refuse, slow/,
    "sqs.send=refuse:5": /refuse takes no number/,
    "sqs.send=slow:-5": /must not be negative/,
    "sqs.send=refuse@0": /above 0 and at most 1, not 0/,
    "sqs.send=refuse@1.01": /above 0 and at most 1, not 1\.01/,
    "sqs.send=refusex0": /would never strike/,
  };
  for (const [text, reason] of Object.entries(unreadable)) {
    test(`is refused: ${text}`, () => {
      assert.throws(
        () => parseRules([text]),
        (error) => error instanceof RuleFault && reason.test(error.message),
      );
    });
  }

  test("shares the probability of its point with the others there, and of no other", () => {
    const tenths = Array.from({ length: 10 }, (_, index) => `sqs.send=slow:${index}@0.1`);
    assert.equal(parseRules([...tenths, "s3.put=refuse"]).length, 11);
    assert.throws(
      () => parseRules([...tenths, "sqs.send=refuse@0.1"]),
      /sqs\.send.*come to 1\.1, more than 1/,
    );
    assert.throws(() => parseRules(["sqs.send=refuse@0.1", "sqs.send=refuse@0.1"]), /given twice/);
  });
});

test("every action happens at some point", () => {
  const used = new Set(Object.values(points).flatMap((point): readonly string[] => point.actions));
  assert.deepEqual([...used].toSorted(), Object.keys(actions).toSorted());
});

suite("the command line", () => {
  const optionsOf = (...args: string[]) => {
    const command = readOptions(args, {}, "/project");
    return command.help ? undefined : command.options;
  };

  test("takes any number of faults and a seed, and has none by itself", () => {
    const rules = ["sqs.send=refuse@0.1", "s3.put=slow"];
    const faults = rules.flatMap((rule) => ["--fault", rule]);
    assert.deepEqual(optionsOf(...faults, "--seed", "7")?.faults, { seed: 7, rules });
    assert.deepEqual(optionsOf(...faults)?.faults, { seed: 1, rules });
    assert.equal(optionsOf()?.faults, undefined);
  });

  test("refuses a wrong fault or seed and names what is right", () => {
    assert.throws(
      () => optionsOf("--fault", "sqs=refuse"),
      (error) => {
        return error instanceof OptionFault && /no point "sqs".*sqs\.send/.test(error.message);
      },
    );
    assert.throws(() => optionsOf("--fault", "s3.put=slow", "--seed", "x"), /seed must be a whole number/);
    assert.throws(() => optionsOf("--seed", "7"), /give --fault <rule>, too/);
  });
});
