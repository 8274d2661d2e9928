import type { Action } from "../../../local/faults/actions.ts";
import { Random } from "../random.ts";
import { allKinds, companionRule, nameOf, probabilityOf, strikesWanted } from "./kinds.ts";

/** The turn of one kind of fault at its point. */
export interface Turn {
  readonly kind: string;
  readonly point: string;
  /** Milliseconds; undefined for an action that takes none. */
  readonly ms: number | undefined;
  readonly probability: number;
  /** A rule that is on besides. */
  readonly companion: string | undefined;
  /** It is over once it has struck so often. */
  readonly strikes: number;
  /** Progress of the sending, from 0 to 1, before which it does not begin. */
  readonly from: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly events: number;
}

/** The last part of the sending is for what has not struck yet: in a short run that is most of it. */
const lastBegin = { ofMany: 0.85, ofFew: 0.3 };
const few = 2_000;
const eventsPerRound = 10_000;
const mostRounds = 2;

/**
 * Which fault may strike when: in rounds, in each of which every kind has its turn. At each point
 * one turn follows the other.
 */
export function planFaults({ seed, events }: PlanOptions): readonly Turn[] {
  const random = new Random(seed);
  const rounds = Math.min(mostRounds, Math.max(1, Math.round(events / eventsPerRound)));
  const end = events < few ? lastBegin.ofFew : lastBegin.ofMany;
  const byPoint = [...Map.groupBy(allKinds(), ({ point }) => point).values()];
  return Array.from({ length: rounds }, (_, round) =>
    byPoint.flatMap((kinds) =>
      random.shuffle(kinds).map((kind, turn) => ({
        kind: nameOf(kind),
        point: kind.point,
        ms: millisecondsOf(random, kind.action),
        probability: probabilityOf(kind),
        companion: companionRule(kind),
        strikes: strikesWanted(kind, events),
        from: (end * (round + (turn + random.fraction() / 2) / kinds.length)) / rounds,
      })),
    ),
  ).flat();
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long it takes, where that is for the rule to say; short, as all times of a run are. */
function millisecondsOf(random: Random, action: Action): number | undefined {
  switch (action) {
    case "slow":
    case "reorder":
      return random.int(200, 1_500);
    case "freeze":
      return random.int(300, 1_500);
    case "jump":
      return random.pick(-hourMs, hourMs, -minuteMs, minuteMs);
    case "stop":
      return random.int(1_000, 4_000);
    case "fail-over":
    case "exhaust":
      return random.int(500, 2_500);
    default:
      return undefined;
  }
}
