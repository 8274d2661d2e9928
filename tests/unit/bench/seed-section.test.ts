import assert from "node:assert/strict";
import { test } from "node:test";
import { seedSection } from "../../../bench/report/seed-section.ts";
import { figure, result } from "./figures.ts";

test("the seed's figures stand beside ours, with what of AWS is not in them", () => {
  const figures = [
    figure({ key: "endToEnd.single.p50Ms.r100", value: 12.3, unit: "ms", spread: { low: 11, high: 14 } }),
    figure({ key: "cost.ms.ingest.single", value: 2.5, unit: "ms" }),
  ];
  const section = seedSection([result({ findings: { figures, charts: [], notes: [] } })]);
  assert.match(section, /200–300 ms \| 12\.3 ms \(11 – 14\): p50 at 100 events\/s;.*long polling/);
  assert.match(section, /50–100 ms \| 2\.5 ms: an invocation/);
});

test("what was not measured is named with the command that measures it, not guessed", () => {
  const section = seedSection([]);
  for (const name of ["cost", "ingest", "bundles", "end-to-end", "growth"]) {
    assert.match(section, new RegExp(`not measured \\(\`npm run bench -- --only ${name} --write\`\\)`));
  }
});
