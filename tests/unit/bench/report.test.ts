import assert from "node:assert/strict";
import { test } from "node:test";
import { chartSvg } from "../../../bench/report/charts.ts";
import { jsonReport, nest } from "../../../bench/report/json.ts";
import { held, missed } from "../../../bench/report/judge.ts";
import { markdownPage } from "../../../bench/report/markdown.ts";
import { figure, result } from "./figures.ts";

test("both ends of a target belong to it, and what is no number reaches none", () => {
  assert.equal(held({ value: 5, target: { atLeast: 5, atMost: 5 } }), true);
  assert.equal(held({ value: 4.99, target: { atLeast: 5 } }), false);
  assert.equal(held({ value: 5.01, target: { atMost: 5 } }), false);
  assert.equal(held({ value: Number.NaN, target: { atLeast: 0 } }), false);
  assert.equal(held({ value: 5 }), undefined);
});

test("only figures that have a target can miss it", () => {
  const short = figure({ key: "short", target: { atLeast: 2 } });
  assert.deepEqual(missed([figure(), short, figure({ target: { atLeast: 1 } })]), [short]);
});

test("figures are nested by their keys", () => {
  assert.deepEqual(
    nest([figure({ key: "p.b10.rate", value: 7 }), figure({ key: "p.b10.times", value: 2 })]),
    {
      p: { b10: { rate: 7, times: 2 } },
    },
  );
});

for (const keys of [
  ["a.b", "a.b"],
  ["a", "a.b"],
  ["a.b", "a"],
]) {
  test(`the keys ${keys.join(" and ")} cannot stand beside each other`, () => {
    assert.throws(() => nest(keys.map((key) => figure({ key }))), /The figure/);
  });
}

test("the JSON has the values nested, and all that is known of each figure by its flat key", () => {
  const figures = [figure({ key: "a.b", value: 3, spread: { low: 1, high: 4 }, target: { atLeast: 5 } })];
  const report = jsonReport(
    [result({ findings: { figures, charts: [], notes: [] } })],
    [{ name: "other", reason: "lost an event" }],
    true,
  );
  assert.deepEqual(report, {
    a: { b: 3 },
    figures: { "a.b": { value: 3, low: 1, high: 4, unit: "events/s", target: { atLeast: 5 }, held: false } },
    failed: { other: "lost an event" },
    machine: result().machine,
    date: result().date,
    commit: "abc",
    quick: true,
  });
});

test("the page keeps the introduction and has a section per measure with its figures, charts, notes and origin", () => {
  const findings = {
    figures: [
      figure({ value: 1234.5, spread: { low: 99.5, high: 2000 }, target: { atLeast: 2000 } }),
      figure({ key: "a.c", value: 2, unit: "calls", target: { atLeast: 2, atMost: 2 }, about: "one | two" }),
    ],
    charts: [{ name: "rates", title: "Rates", bars: [] }],
    notes: ["Counted at the wire."],
  };
  const page = markdownPage("# By hand\n", [result({ findings })]);
  assert.equal(
    page,
    `# By hand

## processor
Events through the handler.

| figure | key | value | low – high | target |  |
|---|---|--:|---|---|---|
| events stored | \`a.b\` | 1,235 events/s | 99.5 – 2,000 | ≥ 2,000 events/s | missed |
| one \\| two | \`a.c\` | 2 calls |  | exactly 2 calls | held |

![Rates](rates.svg)

- Counted at the wire.

Measured 2026-11-22 at commit abc in 90 s (\`npm run bench -- --only processor\` repeats it) on 2 cores of a CPU, 8 GiB, Linux 6 x64, Node.js v24.0.0, load 0.1 before.
`,
  );
});

test("figures of a quick run say that they are no more than that", () => {
  assert.match(markdownPage("", [result({ quick: true })]), /--quick` repeats it.*A quick run/);
});

test("a chart shows each figure's label and value", async () => {
  const chart = { name: "rates", title: "Rates", bars: [{ label: "Fluxa", key: "a.b" }] };
  const svg = await chartSvg(chart, [figure({ value: 512, spread: { low: 500, high: 520 } })]);
  for (const text of ["<svg", "Rates", "Fluxa", "512 events/s"]) assert.ok(svg.includes(text), text);
});

test("a chart of something that was not measured is refused", async () => {
  const chart = { name: "rates", title: "Rates", bars: [{ label: "Fluxa", key: "a.z" }] };
  await assert.rejects(chartSvg(chart, [figure()]), /The chart rates shows a\.z/);
});
