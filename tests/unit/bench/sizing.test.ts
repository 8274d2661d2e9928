import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../../bench/report/result.ts";
import { assumptions } from "../../../bench/report/sizing/assumptions.ts";
import { largestRate, type Measured, sizeFor } from "../../../bench/report/sizing/formulas.ts";
import { sizingPage } from "../../../bench/report/sizing/page.ts";
import { figure, result } from "./figures.ts";

const measured: Measured = {
  cores: 2,
  processorRate: { 10: 4_000, 100: 8_000 },
  processMs: { 10: 5, 100: 20 },
  ingestMs: { single: 2, batched: 200 },
  usdPerMillion: { single: 5, batched: 1 },
  storedBytes: { small: 2_000, mix: 10_000 },
};

test("a vCPU counts for a core's share of the measured rate, and half of it stays free", () => {
  // 4,000 events/s on 2 cores are 2,000 of a core, 1,000 of them planned with.
  assert.equal(sizeFor(100, measured).vcpus, 0.1);
  assert.equal(sizeFor(10_000, measured).vcpus, 5);
  assert.equal(largestRate(measured), 64 * 0.5 * 4_000);
});

test("processors and ingest are as many as their invocations keep busy, twice over", () => {
  const { batchSize, processors, ingest } = sizeFor(100, measured);
  // Ten batches a second of 50 ms each; a hundred requests of 20 ms; a fifth of a request of 2 s.
  assert.deepEqual(
    { batchSize, processors, ingest },
    {
      batchSize: 10,
      processors: 2,
      ingest: { single: 4, batched: 1 },
    },
  );
  assert.equal(sizeFor(10_000, measured).processors, 40);
});

test("batches grow with the rate", () => {
  assert.deepEqual(
    [999, 1_000].map((rate) => sizeFor(rate, measured).batchSize),
    [10, 100],
  );
});

test("a class has room for the connections as well as for the work", () => {
  // The work of 10 events/s fits the smallest class, the connections of thirty queries do not.
  const { databaseClass, connections, shards } = sizeFor(10, measured);
  assert.deepEqual(
    { databaseClass, connections, shards },
    {
      databaseClass: "db.t4g.small",
      connections: (2 + 30 + 3 + 3) * 3,
      shards: 1,
    },
  );
  assert.equal(sizeFor(10_000, measured).databaseClass, "db.m7g.2xlarge");
});

test("work that no class does alone is shared", () => {
  const slow: Measured = { ...measured, processorRate: { 10: 40, 100: 80 } };
  const { shards, vcpus, databaseClass } = sizeFor(3_000, slow);
  assert.deepEqual(
    { shards, vcpus, databaseClass },
    {
      shards: 3,
      vcpus: 150,
      databaseClass: "db.m7g.16xlarge",
    },
  );
});

test("processors that need more connections than any class has are shared too", () => {
  const patient: Measured = { ...measured, processMs: { 10: 5, 100: 4_000 } };
  const { shards, connections } = sizeFor(3_000, patient);
  assert.equal(shards, 2);
  assert.ok(connections <= 4_000);
});

test("numbers that nothing can be computed from are refused", () => {
  for (const rate of [Number.NaN, 0]) {
    assert.throws(
      () => sizeFor(10, { ...measured, processorRate: { 10: rate, 100: rate } }),
      /No 100 databases/,
    );
  }
});

test("storage grows by what an event takes, and the bill by events, months and zones", () => {
  const { growth, monthsUntilFull, usd } = sizeFor(1_000, measured);
  const month = 730 * 3_600 * 1_000;
  assert.equal(Math.round(growth.small), Math.round((month * 2_000) / 1024 ** 3));
  assert.equal(Math.round(growth.mix), Math.round((month * 10_000) / 1024 ** 3));
  assert.equal(monthsUntilFull, 65_536 / growth.small);
  assert.deepEqual(usd.events, { single: (month / 1_000_000) * 5, batched: month / 1_000_000 });
  assert.equal(usd.storage, growth.small * 0.115 * 2);
  assert.equal(usd.total.single, usd.database + usd.others + 12 * usd.storage + usd.events.single);
});

const costFigures = [
  "ms.process.single",
  "ms.process.bulk",
  "ms.ingest.single",
  "ms.ingest.batched",
  "slower.single",
  "slower.batched",
  "storedBytes.batched",
  "storedBytes.mix",
].map((key) => figure({ key: `cost.${key}`, value: 7 }));
const processorFigures = ["b10", "b100"].map((key) =>
  figure({ key: `processor.${key}.fluxa`, value: 3_000 }),
);

const taken = (name: string, figures: Result["findings"]["figures"], changes: Partial<Result> = {}) =>
  result({ name, findings: { figures, charts: [], notes: [] }, ...changes });

test("the page says what must run first, and shows no number that nobody measured", () => {
  const page = sizingPage([taken("processor", processorFigures)]);
  assert.match(page, /--only cost --write/);
  assert.doesNotMatch(page, /--only processor|db\.|\| events\/s/);
  const half = sizingPage([taken("processor", processorFigures.slice(1)), taken("cost", costFigures)]);
  assert.match(half, /--only processor --write/);
});

test("the page has a column for every rate, and where its numbers come from", () => {
  const page = sizingPage([
    taken("processor", processorFigures, { commit: "abc" }),
    taken("cost", costFigures, { commit: "def", quick: true }),
  ]);
  assert.match(page, /\| events\/s \| 10 \| 100 \| 1,000 \| 3,000 \| 10,000 \|/);
  assert.match(page, /\*processor\* of 2026-11-22 at commit abc/);
  assert.match(page, /commit def .*a quick run/);
  assert.doesNotMatch(page, /NaN|undefined|Infinity/);
});

test("the page states the assumptions that it is computed with", () => {
  const page = sizingPage([taken("processor", processorFigures), taken("cost", costFigures)]);
  assert.match(page, new RegExp(`${assumptions.slower} times as long on AWS`));
  assert.match(page, new RegExp(`busy ${assumptions.utilisation * 100} % of the time`));
  assert.match(page, /a vCPU counts for 1,500 and 1,500 events\/s/);
});

test("what changes beyond the table names the rates at which it does", () => {
  const page = sizingPage([
    taken("processor", processorFigures),
    taken(
      "cost",
      costFigures.map((each) => (each.key === "cost.ms.ingest.single" ? { ...each, value: 100 } : each)),
    ),
  ]);
  // 1,000 requests a second of a second each, planned to be busy half of the time.
  assert.match(page, /single POSTs need more from 1,000 events\/s on/);
  assert.match(page, /One database of the largest class takes 48,000 events\/s/);
});
