import type { Action } from "../../../local/faults/actions.ts";
import { Random } from "../random.ts";
import { allKinds, expectedOccurrences, type Kind, nameOf, wanted } from "./kinds.ts";

/** A kind of fault in one part of the run. */
export interface Slot {
  readonly kind: string;
  readonly point: string;
  /** Milliseconds; undefined for an action that takes none. */
  readonly ms: number | undefined;
  readonly probability: number;
  readonly most: number;
  /** Progress of the sending, from 0 to 1, between which it is on; it stays on until it has struck. */
  readonly from: number;
  readonly to: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly events: number;
  /** Payloads that go through S3. */
  readonly offloaded: number;
}

/** The last part of the sending is for what has not struck yet. */
const lastEnd = 0.85;
const eventsPerRound = 5_000;
const mostRounds = 4;
/** A part of the run in which a point comes by less often is not divided among its actions. */
const fewOccurrences = 12;
const probabilities = { least: 0.001, most: 0.5 };

/** Which fault may strike when: in rounds, in each of which every kind has its turn. */
export function planFaults(options: PlanOptions): readonly Slot[] {
  const random = new Random(options.seed);
  const rounds = Math.min(mostRounds, Math.max(1, Math.round(options.events / eventsPerRound)));
  return Array.from({ length: rounds }, (_, round) => {
    const width = lastEnd / rounds;
    return planRound(random, options, round * width, width);
  }).flat();
}

function planRound(random: Random, options: PlanOptions, start: number, width: number): readonly Slot[] {
  return [...Map.groupBy(allKinds(), ({ point }) => point).values()].flatMap((kinds) => {
    const turns = random.shuffle(kinds);
    const [{ point } = { point: "gateway" as const }] = turns;
    const inRound = expectedOccurrences(point, options.events, options.offloaded) * width;
    const shared = inRound / turns.length < fewOccurrences;
    return turns.map((kind, turn) => {
      const from = shared ? 0 : turn / turns.length;
      const length = shared ? 1 : 1 / turns.length;
      return slotOf(random, kind, inRound * length, {
        from: start + (from + random.fraction() * length * 0.3) * width,
        to: start + (from + length) * width,
      });
    });
  });
}

function slotOf(random: Random, kind: Kind, occurrences: number, time: Pick<Slot, "from" | "to">): Slot {
  const { strikes, most } = wanted(kind);
  const probability = Math.min(probabilities.most, Math.max(probabilities.least, strikes / occurrences));
  return {
    kind: nameOf(kind),
    point: kind.point,
    ms: millisecondsOf(random, kind.action),
    probability,
    most,
    ...time,
  };
}

const hourMs = 3_600_000;

/** How long it takes, where that is for the rule to say; short, as all times of a run are. */
function millisecondsOf(random: Random, action: Action): number | undefined {
  switch (action) {
    case "slow":
    case "reorder":
      return random.int(200, 1_500);
    case "freeze":
      return random.int(300, 1_500);
    case "jump":
      return random.pick(-hourMs, hourMs, -60_000, 60_000, 40 * 24 * hourMs);
    case "stop":
      return random.int(1_000, 4_000);
    case "fail-over":
    case "exhaust":
      return random.int(500, 2_500);
    default:
      return undefined;
  }
}
