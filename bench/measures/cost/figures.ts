import { timed } from "../../harness/statistics.ts";
import type { Chart, Figure } from "../../measure.ts";
import { lineLabels } from "./levers.ts";
import { type LineName, lineNames, linesOf, totalOf } from "./lines.ts";
import type { Scenario } from "./scenarios.ts";
import type { Usage } from "./usage.ts";

/** What each scenario used, round by round. */
export type Usages = ReadonlyMap<Scenario, readonly Usage[]>;

/** How many times as long an invocation may take on AWS, to see what that would change. */
const slower = 10;

export function figuresOf(usages: Usages): readonly Figure[] {
  return [
    ...[...usages].map(([scenario, rounds]) => total(scenario, rounds)),
    ...[...usages].map(([scenario, rounds]) => tenfold(scenario, rounds)),
    ...[...usages].flatMap(([scenario, rounds]) => lineFigures(scenario, rounds)),
    ...[...usages].flatMap(([scenario, rounds]) => used(scenario, rounds)),
  ];
}

function total({ name, label, atMost }: Scenario, rounds: readonly Usage[]): Figure {
  return timed({
    key: `cost.${name}`,
    unit: "USD",
    about: `A million events, ${label}`,
    samples: rounds.map((usage) => totalOf(linesOf(usage))),
    ...(atMost !== undefined && { target: { atMost } }),
  });
}

function tenfold({ name, label }: Scenario, rounds: readonly Usage[]): Figure {
  return timed({
    key: `cost.slower.${name}`,
    unit: "USD",
    about: `The same if every invocation took ${slower} times as long, ${label}`,
    samples: rounds.map((usage) => totalOf(linesOf(usage, slower))),
  });
}

function lineFigures({ name, label }: Scenario, rounds: readonly Usage[]): readonly Figure[] {
  return lineNames.map((line) =>
    timed({
      key: lineKey(name, line),
      unit: "USD",
      about: `${lineLabels[line]}, ${label}`,
      samples: rounds.map((usage) => linesOf(usage)[line]),
    }),
  );
}

function lineKey(name: Scenario["name"], line: LineName): string {
  return `cost.lines.${name}.${line}`;
}

/** What the page on sizing needs besides. */
function used({ name, label }: Scenario, rounds: readonly Usage[]): readonly Figure[] {
  const perEvent = (key: string, about: string, of: (usage: Usage) => number) =>
    timed({
      key: `cost.${key}.${name}`,
      unit: "bytes",
      about: `${about}, ${label}`,
      samples: rounds.map((usage) => of(usage) / usage.events),
    });
  const ms = (part: "ingest" | "process", about: string) =>
    timed({
      key: `cost.ms.${part}.${name}`,
      unit: "ms",
      about: `An invocation of ${about}, ${label}`,
      samples: rounds.map((usage) => usage[part].ms),
    });
  return [
    ms("ingest", "ingest"),
    ms("process", "the processor"),
    perEvent("storedBytes", "Database per event, indexes included", ({ storedBytes }) => storedBytes),
    perEvent("logBytes", "Logs per event", ({ logBytes }) => logBytes),
  ];
}

export function chartsOf(usages: Usages): readonly Chart[] {
  const scenarios = [...usages.keys()];
  return [
    {
      name: "cost",
      title: "A million events, USD",
      bars: scenarios.map(({ name, label }) => ({ label, key: `cost.${name}` })),
    },
    ...scenarios.map(({ name, label }) => ({
      name: `cost-${name}`,
      title: `A million events by line, ${label}, USD`,
      bars: lineNames.map((line) => ({ label: lineLabels[line], key: lineKey(name, line) })),
    })),
  ];
}
