import { ratios, timed } from "../../harness/statistics.ts";
import type { Figure } from "../../measure.ts";
import { type Contender, type SizeName, sizeNames } from "./sizes.ts";

type Times = Readonly<Record<Contender, readonly number[]>>;

/** Milliseconds of each contender, a number per round: as they passed, and of processor time. */
interface SizeSamples {
  readonly wall: Times;
  readonly cpu: Times;
}

export type Samples = Readonly<Record<SizeName, SizeSamples>>;

const mostTimes = 3;

/** The figures of all sizes. */
export function figuresOf(samples: Samples): readonly Figure[] {
  const perSize = sizeNames.flatMap((name) => sizeFigures(name, samples[name]));
  return [...perSize, worst(perSize), growth(samples)];
}

function sizeFigures(name: SizeName, { wall, cpu }: SizeSamples): readonly Figure[] {
  return [
    timed({
      key: `ingest.overheadMs.${name}`,
      unit: "ms",
      samples: wall.handler,
      about: `the whole handler at ${name}, calls to AWS excluded, p50`,
      ...(name === "1KiB" && { target: { atMost: 0.3 } }),
    }),
    timed({
      key: `ingest.floorMs.${name}`,
      unit: "ms",
      samples: wall.floor,
      about: `JSON.parse and SHA-256 of the same ${name}, p50`,
    }),
    timed({
      key: `${bySize}${name}`,
      unit: "times",
      samples: ratios(cpu.own, cpu.floor),
      about: `strict parsing, canonical form and fingerprint at ${name}, against the floor`,
    }),
    timed({
      key: `ingest.handlerVsFloorBySize.${name}`,
      unit: "times",
      samples: ratios(cpu.handler, cpu.floor),
      about: `the whole handler at ${name}, against the floor`,
    }),
  ];
}

const bySize = "ingest.vsFloorBySize.";

function worst(figures: readonly Figure[]): Figure {
  const [slowest] = figures.filter(({ key }) => key.startsWith(bySize)).sort((a, b) => b.value - a.value);
  if (slowest === undefined) throw new Error("No size was measured.");
  return {
    ...slowest,
    key: "ingest.vsFloor",
    target: { atMost: mostTimes },
    about: `the worst of all sizes (${slowest.key.slice(bySize.length)}): work that grows with the payload, against the floor`,
  };
}

/** How fast the whole handler grows from the smallest to the largest payload, against how fast the floor does. */
function growth({ "1KiB": small, "4MiB": large }: Samples): Figure {
  const rise = (contender: Contender) =>
    large.cpu[contender].map((value, round) => value - (small.cpu[contender][round] ?? Number.NaN));
  return timed({
    key: "ingest.growthVsFloor",
    unit: "times",
    samples: ratios(rise("handler"), rise("floor")),
    target: { atMost: mostTimes },
    about: "growth of the whole handler from 1 KiB to 4 MiB, against the floor's",
  });
}
