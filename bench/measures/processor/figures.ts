import { ratios, timed } from "../../harness/statistics.ts";
import type { Chart, Figure, Target } from "../../measure.ts";
import { type Contender, contenders } from "./contenders.ts";
import { type Scenario, scenarios } from "./round.ts";

/** Events a second of each contender, round by round. */
export type Rates = ReadonlyMap<Contender["name"], readonly Readonly<Record<Scenario, number>>[]>;

/** Fluxa's rate beside another's. */
interface Comparison {
  readonly part: string;
  readonly peer: Contender["name"];
  readonly targets: Readonly<Partial<Record<Scenario, Target>>>;
}

const comparisons: readonly Comparison[] = [
  { part: "vsPerMessage", peer: "perMessage", targets: { b10: { atLeast: 5 }, b100: { atLeast: 10 } } },
  { part: "vsPowertools", peer: "powertools", targets: { b10: { atLeast: 5 }, b100: { atLeast: 10 } } },
  { part: "vsByHand", peer: "byHand", targets: { b100: { atLeast: 0.75 } } },
];

export function figuresOf(rates: Rates): {
  readonly figures: readonly Figure[];
  readonly charts: readonly Chart[];
} {
  const names: readonly Scenario[] = ["b10", "b100"];
  return {
    figures: names.flatMap((scenario) => [...rateFigures(rates, scenario), ...ratioFigures(rates, scenario)]),
    charts: names.map(chart),
  };
}

function rateFigures(rates: Rates, scenario: Scenario): readonly Figure[] {
  return contenders.map(({ name, label }) =>
    timed({
      key: `processor.${scenario}.${name}`,
      unit: "events/s",
      about: `${label}, batches of ${scenarios[scenario]}`,
      samples: samplesOf(rates, name, scenario),
    }),
  );
}

function ratioFigures(rates: Rates, scenario: Scenario): readonly Figure[] {
  return comparisons.map(({ part, peer, targets }) => {
    const target = targets[scenario];
    return timed({
      key: `processor.${scenario}.${part}`,
      unit: "times",
      about: `Fluxa to ${labelOf(peer)}, batches of ${scenarios[scenario]}`,
      samples: ratios(samplesOf(rates, "fluxa", scenario), samplesOf(rates, peer, scenario)),
      ...(target !== undefined && { target }),
    });
  });
}

function samplesOf(rates: Rates, name: Contender["name"], scenario: Scenario): readonly number[] {
  return (rates.get(name) ?? []).map((rate) => rate[scenario]);
}

function labelOf(name: Contender["name"]): string {
  return contenders.find((contender) => contender.name === name)?.label ?? name;
}

function chart(scenario: Scenario): Chart {
  return {
    name: `processor-${scenario}`,
    title: `Events a second, stored and announced, in batches of ${scenarios[scenario]}`,
    bars: contenders.map(({ name, label }) => ({ label, key: `processor.${scenario}.${name}` })),
  };
}
