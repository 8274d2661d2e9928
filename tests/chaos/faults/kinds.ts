import type { Action } from "../../../local/faults/actions.ts";
import { actionsOf, isPoint, type Point, points } from "../../../local/faults/points.ts";

/** A point and what can happen there. */
export interface Kind {
  readonly point: Point;
  readonly action: Action;
}

/** How often a point comes by for each event that is sent, roughly: the plan's probabilities follow from it. */
const occurrencesPerEvent: Partial<Record<Point, number>> = {
  gateway: 1.2,
  ingest: 1.2,
  process: 0.25,
  relay: 0.03,
  "event-source": 0.25,
  "s3.put": 0.015,
  "s3.get": 0.015,
  "s3.directory": 0.002,
  "sqs.send": 1.2,
  "sqs.dead-letter": 0.04,
  "sqs.postpone": 0.02,
  "sns.publish": 0.2,
  "process.claim": 0.25,
  "process.clear": 0.2,
  "process.bury": 0.04,
  "relay.lease": 0.03,
  "relay.clear": 0.005,
  "database.statement": 0.7,
  "database.connect": 0.01,
  "database.server": 0.7,
};

/** Not in the plan, and why. */
const leftOut: readonly Kind[] = [
  // S3 shows an object from the moment its PUT was answered: a lie that no outage tells, and a death that is right.
  { point: "s3.get", action: "missing" },
  { point: "s3.directory", action: "missing" },
];

/** Every kind of fault that a run must meet: all points but those that nothing reaches while events are sent. */
export function allKinds(): readonly Kind[] {
  return Object.keys(points)
    .filter(isPoint)
    .filter((point) => occurrencesPerEvent[point] !== undefined)
    .flatMap((point) => actionsOf(point).map((action) => ({ point, action })))
    .filter((kind) => !leftOut.some(({ point, action }) => point === kind.point && action === kind.action));
}

export function nameOf({ point, action }: Kind): string {
  return `${point}=${action}`;
}

export function expectedOccurrences(point: Point, events: number, offloaded: number): number {
  if (point === "s3.put" || point === "s3.get") return Math.max(offloaded, 1);
  return (occurrencesPerEvent[point] ?? 0) * events;
}

/** Strikes wanted in one round, and at most so many: some stop a whole function for seconds. */
export function wanted({ point, action }: Kind): { readonly strikes: number; readonly most: number } {
  if (point === "database.server") return { strikes: 1, most: 1 };
  if (action === "silent" || action === "silent-after") return { strikes: 1.5, most: 2 };
  if (action === "freeze" || action === "jump" || action === "reorder") return { strikes: 2, most: 3 };
  return { strikes: 4, most: 12 };
}
