import type { Action } from "../../../local/faults/actions.ts";
import { actionsOf, isPoint, type Point, points } from "../../../local/faults/points.ts";

/** A point and what can happen there. */
export interface Kind {
  readonly point: Point;
  readonly action: Action;
}

/**
 * How probably a fault strikes where one is on. A batch passes many points, and most batches must
 * get through, or nothing would ever reach the last of them; what comes by seldom may strike often.
 * Points without a number are not reached while events are sent.
 */
const probabilities: Partial<Record<Point, number>> = {
  gateway: 0.05,
  ingest: 0.05,
  process: 0.1,
  relay: 0.3,
  "event-source": 0.1,
  "s3.put": 0.3,
  "s3.get": 0.3,
  "s3.directory": 0.9,
  "sqs.send": 0.05,
  "sqs.dead-letter": 0.4,
  "sqs.postpone": 0.9,
  "sns.publish": 0.15,
  "process.claim": 0.1,
  "process.clear": 0.15,
  "process.bury": 0.5,
  "relay.lease": 0.4,
  "relay.clear": 0.9,
  "database.statement": 0.03,
  "database.connect": 0.2,
  "database.server": 0.01,
};

/**
 * What has to go wrong besides, or the point is hardly ever reached: only what failed is put off,
 * only a new sandbox reads the directory, and the relay clears only what was left to it.
 */
const companions: Partial<Record<Point, string>> = {
  "sqs.postpone": "s3.get=refuse@0.6",
  "s3.directory": "ingest=crash@0.1",
  "relay.clear": "sns.publish=refuse@0.3",
};

/** Not in the plan, and why. */
const leftOut: readonly Kind[] = [
  // S3 shows an object from the moment its PUT was answered: a lie that no outage tells, and a death that is right.
  { point: "s3.get", action: "missing" },
  { point: "s3.directory", action: "missing" },
];

/** Every kind of fault that a run must meet. */
export function allKinds(): readonly Kind[] {
  return Object.keys(points)
    .filter(isPoint)
    .filter((point) => probabilities[point] !== undefined)
    .flatMap((point) => actionsOf(point).map((action) => ({ point, action })))
    .filter((kind) => !leftOut.some(({ point, action }) => point === kind.point && action === kind.action));
}

export function nameOf({ point, action }: Kind): string {
  return `${point}=${action}`;
}

export function probabilityOf({ point }: Kind): number {
  return probabilities[point] ?? 0;
}

/** A rule that is on while a fault at this point has its turn. */
export function companionRule({ point }: Kind): string | undefined {
  return companions[point];
}

const eventsPerStrike = 1_000;
/** In one turn; each crash costs the start of a new sandbox. */
const mostStrikes = { crash: 2, other: 6 };
/** What holds up a whole function, or all of them, for seconds. */
const dear: readonly Action[] = ["silent", "silent-after", "freeze", "kill", "stop", "fail-over", "exhaust"];

/** How often a kind is to strike in one turn. */
export function strikesWanted({ action }: Kind, events: number): number {
  if (dear.includes(action)) return 1;
  const most = action.startsWith("crash") ? mostStrikes.crash : mostStrikes.other;
  return Math.max(1, Math.min(most, Math.round(events / eventsPerStrike)));
}
