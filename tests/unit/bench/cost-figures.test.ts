import assert from "node:assert/strict";
import { test } from "node:test";
import { chartsOf, figuresOf } from "../../../bench/measures/cost/figures.ts";
import { lineNames } from "../../../bench/measures/cost/lines.ts";
import { scenarios } from "../../../bench/measures/cost/scenarios.ts";
import type { Usage } from "../../../bench/measures/cost/usage.ts";
import { nest } from "../../../bench/report/json.ts";
import { basisOf } from "../../../bench/report/sizing/measured.ts";
import { figure, result } from "./figures.ts";

const usage: Usage = {
  events: 1_000,
  posts: 1_000,
  ingest: { count: 1_000, ms: 2 },
  process: { count: 100, ms: 8 },
  sqsRequests: 1_200,
  snsPublishes: 100,
  s3Puts: 0,
  s3Gets: 0,
  s3Bytes: 0,
  logBytes: 1_000_000,
  answerBytes: 300_000,
  endpointBytes: 1_000_000,
  databaseBytes: 2_000_000,
  storedBytes: 2_000_000,
};
const usages = new Map(scenarios.map((scenario) => [scenario, [usage]] as const));
const figures = figuresOf(usages);
const amount = (key: string) => figures.find((each) => each.key === key)?.value ?? Number.NaN;

test("the lines of a bill add up to its total", () => {
  const lines = lineNames.map((line) => amount(`cost.lines.single.${line}`));
  const sum = lines.reduce((one, other) => one + other, 0);
  assert.ok(Math.abs(sum - amount("cost.single")) < 1e-9);
  assert.equal(amount("cost.storedBytes.single"), 2_000);
});

test("only what was promised has a target", () => {
  const targets = figures.flatMap(({ key, target }) => (target === undefined ? [] : [[key, target.atMost]]));
  assert.deepEqual(targets, [
    ["cost.single", 6.5],
    ["cost.batched", 1.5],
  ]);
});

test("figures can be nested by their keys, and charts show figures that are there", () => {
  assert.doesNotThrow(() => nest(figures));
  for (const { bars } of chartsOf(usages)) {
    for (const { key } of bars) assert.ok(!Number.isNaN(amount(key)), key);
  }
});

test("the page on sizing finds all that it needs among the figures of cost", () => {
  const processor = ["b10", "b100"].map((part) => figure({ key: `processor.${part}.fluxa` }));
  const basis = basisOf([
    result({ name: "cost", findings: { figures, charts: [], notes: [] } }),
    result({ name: "processor", findings: { figures: processor, charts: [], notes: [] } }),
  ]);
  assert.deepEqual("missing" in basis ? basis.missing : [], []);
});
