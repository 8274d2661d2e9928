import type { Evidence } from "./evidence.ts";
import type { Trail } from "./trail.ts";

/** Something that is not as promised. */
export interface Violation {
  /** Undefined when it is no single event's. */
  readonly eventId: string | undefined;
  readonly what: string;
}

/** One thing that Fluxa promises, and how the oracle checks it. */
export interface Promised {
  /** As the table says it. */
  readonly promise: string;
  readonly check: (evidence: Evidence, trails: readonly Trail[]) => Checked;
}

export interface Checked {
  /** How many things were looked at. */
  readonly checked: number;
  readonly violations: readonly Violation[];
}

/** Asks the same of many things; each answers with what is wrong with it. */
export function checkEach<T>(
  things: readonly T[],
  eventId: (thing: T) => string | undefined,
  faults: (thing: T) => readonly string[],
): Checked {
  return {
    checked: things.length,
    violations: things.flatMap((thing) => faults(thing).map((what) => ({ eventId: eventId(thing), what }))),
  };
}

/** What is wrong with a trail, by event. */
export function checkTrails(trails: readonly Trail[], faults: (trail: Trail) => readonly string[]): Checked {
  return checkEach(trails, ({ eventId }) => eventId, faults);
}
