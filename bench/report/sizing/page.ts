import { priceList } from "../../measures/cost/prices.ts";
import { markdownTable } from "../markdown-table.ts";
import type { Result } from "../result.ts";
import { assumptionList } from "./assumption-list.ts";
import { assumptions } from "./assumptions.ts";
import { beyond } from "./beyond.ts";
import { type Measured, type Sizing, sizeFor } from "./formulas.ts";
import { basisOf } from "./measured.ts";
import { count, dollars, gigabytes } from "./numbers.ts";

/** From events a second to what a stack needs and costs, computed from the results that are kept. */
export function sizingPage(results: readonly Result[]): string {
  const basis = basisOf(results);
  const parts = "missing" in basis ? [notYet(basis.missing)] : sizes(basis.measured, basis.from);
  return `${[heading, ...parts].join("\n\n")}\n`;
}

const heading = `# Sizing
From events a second to database, concurrency, storage and dollars. \`npm run bench\` writes this page from its results
(\`docs/benchmarks/results\`), the formulas in \`bench/report/sizing/formulas.ts\` and the prices in
\`bench/measures/cost/prices.ts\`; nothing on it was measured on AWS.`;

function notYet(missing: readonly string[]): string {
  const commands = missing.map((name) => `\`npm run bench -- --only ${name} --write\``);
  return `**There is nothing to compute it from yet:** ${commands.join(" and ")} must run first.`;
}

function sizes(measured: Measured, from: readonly Result[]): readonly string[] {
  const sizings = assumptions.rates.map((rate) => sizeFor(rate, measured));
  return [
    provenance(from),
    table(sizings),
    "*Single* posts each event by itself, *batched* posts 500 at once. Events are of 1 KiB; *mix* is 90 % of 1 KiB, 9 % of 16 KiB and 1 % of 512 KiB. Concurrencies are what to configure (`maximumConcurrency`) or to have allowed by the account (ingest).",
    `## What it assumes\n${assumptionList(measured)}`,
    `## Beyond\n${beyond(measured, sizings)}`,
  ];
}

function table(sizings: readonly Sizing[]): string {
  const rows = [
    [
      "**database**, in two zones",
      ({ databaseClass, shards }) => `${shards === 1 ? "" : `${shards} × `}${databaseClass}`,
    ],
    ["vCPUs needed", ({ vcpus }) => count(vcpus)],
    ["**processor**: `batchSize`", ({ batchSize }) => String(batchSize)],
    ["processor: `maximumConcurrency`", ({ processors }) => count(processors)],
    ["connections of all functions", ({ connections }) => count(connections)],
    ["**ingest** at once, single", ({ ingest }) => count(ingest.single)],
    ["ingest at once, batched", ({ ingest }) => count(ingest.batched)],
    ["**storage** a month, 1 KiB (a monthly partition)", ({ growth }) => gigabytes(growth.small)],
    ["storage a month, mix", ({ growth }) => gigabytes(growth.mix)],
    ["months until the largest storage is full", ({ monthsUntilFull }) => count(monthsUntilFull)],
    ["**USD a month**: database", ({ usd }) => dollars(usd.database)],
    ["endpoints, metrics, alarms, warm instances", ({ usd }) => dollars(usd.others)],
    ["for every month that is kept", ({ usd }) => dollars(usd.storage)],
    ["events, single", ({ usd }) => dollars(usd.events.single)],
    ["events, batched", ({ usd }) => dollars(usd.events.batched)],
    [`**in all** with ${assumptions.monthsKept} months kept, single`, ({ usd }) => dollars(usd.total.single)],
    [
      `**in all** with ${assumptions.monthsKept} months kept, batched`,
      ({ usd }) => dollars(usd.total.batched),
    ],
  ] satisfies readonly (readonly [string, (sizing: Sizing) => string])[];
  return markdownTable(
    ["events/s", ...sizings.map(({ rate }) => count(rate))],
    ["left", ...sizings.map(() => "right" as const)],
    rows.map(([label, of]) => [label, ...sizings.map((sizing) => of(sizing))]),
  );
}

function provenance(from: readonly Result[]): string {
  const runs = from.map(
    ({ name, date, commit, machine, quick }) =>
      `*${name}* of ${date.slice(0, 10)} at commit ${commit} on ${machine.cores} cores of ${machine.cpu}, load ${machine.loadBefore} before${quick ? ", **a quick run, whose figures show that it works and no more**" : ""}`,
  );
  const { region, date, verified } = priceList;
  const check = verified ? "checked" : "not verified against AWS's live pages";
  return `Computed from ${runs.join("; ")}. List prices of ${region}, ${date}, ${check}.`;
}
