import { ratios, timed } from "../../harness/statistics.ts";
import type { Chart, Figure } from "../../measure.ts";
import type { ContenderName } from "./contender.ts";
import { latencyRates } from "./plan.ts";
import type { RoundResult } from "./round.ts";

/** What each contender did, round by round. */
export type Results = ReadonlyMap<ContenderName, readonly RoundResult[]>;

const titles: Readonly<Record<ContenderName, string>> = {
  fluxa: "Fluxa",
  perMessage: "a transaction per message",
  pgBoss: "pg-boss",
  graphileWorker: "Graphile Worker",
};

/** The keys of a contender's figures; those of Fluxa bear no name. */
const prefixOf = (name: ContenderName) => (name === "fluxa" ? "endToEnd" : `endToEnd.${name}`);

export function figuresOf(results: Results): readonly Figure[] {
  return [...[...results].flatMap(([name, rounds]) => ownFigures(name, rounds)), ...comparisons(results)];
}

export function chartsOf(results: Results): readonly Chart[] {
  const names = [...results.keys()];
  return [
    {
      name: "end-to-end-rate",
      title: "POST to notified on one machine: highest sustained rate, events/s",
      bars: [
        ...names.map((name) => ({ label: titles[name], key: `${prefixOf(name)}.single.maxRate` })),
        { label: "Fluxa, batches", key: "endToEnd.batch.maxRate" },
      ],
    },
    {
      name: "end-to-end-latency",
      title: `POST to notified on one machine at ${latencyRates[0]} events/s: median, ms`,
      bars: names.map((name) => ({
        label: titles[name],
        key: `${prefixOf(name)}.single.p50Ms.r${latencyRates[0]}`,
      })),
    },
  ];
}

function ownFigures(name: ContenderName, rounds: readonly RoundResult[]): readonly Figure[] {
  const key = prefixOf(name);
  const who = titles[name];
  return [
    ...latencyRates.flatMap((rate) =>
      (["p50", "p99"] as const).map((part) =>
        timed({
          key: `${key}.single.${part}Ms.r${rate}`,
          unit: "ms",
          about: `${who}: POST to notified, ${part} at ${rate} events/s`,
          samples: rounds.map(({ latency }) => latency.get(rate)?.[part] ?? Number.NaN),
        }),
      ),
    ),
    timed({
      key: `${key}.single.maxRate`,
      unit: "events/s",
      about: `${who}: highest sustained rate of single POSTs`,
      samples: singles(rounds),
    }),
    ...(batches(rounds).length === 0
      ? []
      : [
          timed({
            key: `${key}.batch.maxRate`,
            unit: "events/s",
            about: `${who}: highest sustained rate in batches`,
            samples: batches(rounds),
          }),
        ]),
  ];
}

function comparisons(results: Results): readonly Figure[] {
  const fluxa = results.get("fluxa") ?? [];
  const perMessage = singles(results.get("perMessage") ?? []);
  return [
    timed({
      key: "endToEnd.vsPerMessage.single",
      unit: "times",
      about: "Single POSTs, against a transaction per message",
      target: { atLeast: 3 },
      samples: ratios(singles(fluxa), perMessage),
    }),
    timed({
      key: "endToEnd.vsPerMessage.batch",
      unit: "times",
      about: "Batches, against the single POSTs of a transaction per message",
      target: { atLeast: 10 },
      samples: ratios(batches(fluxa), perMessage),
    }),
    timed({
      key: "endToEnd.vsDatabaseQueue",
      unit: "times",
      about: "Single POSTs, against the faster of the queues in the database",
      target: { atLeast: 1 },
      samples: ratios(singles(fluxa), fasterQueue(results)),
    }),
  ];
}

/** The rates of the better one, round by round. */
function fasterQueue(results: Results): readonly number[] {
  const boss = singles(results.get("pgBoss") ?? []);
  const worker = singles(results.get("graphileWorker") ?? []);
  return boss.map((rate, round) => Math.max(rate, worker[round] ?? 0));
}

function singles(rounds: readonly RoundResult[]): readonly number[] {
  return rounds.map(({ single }) => single);
}

function batches(rounds: readonly RoundResult[]): readonly number[] {
  return rounds.flatMap(({ batch }) => batch ?? []);
}
