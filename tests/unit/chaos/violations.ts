import type { Evidence } from "../../chaos/oracle/evidence.ts";
import { judge } from "../../chaos/oracle/judge.ts";

/** The promises that are violated, each with what was said of it. */
export function violationsOf(evidence: Evidence): readonly string[] {
  return judge(evidence).findings.flatMap(({ promise, violations }) =>
    violations.map(({ what }) => `${promise}: ${what}`),
  );
}

export function without<T extends { readonly eventId: string | null }>(
  things: readonly T[],
  eventId: string,
) {
  return things.filter((thing) => thing.eventId !== eventId);
}

export function changed<T extends { readonly eventId: string | null }>(
  things: readonly T[],
  eventId: string,
  change: Partial<T>,
): readonly T[] {
  return things.map((thing) => (thing.eventId === eventId ? { ...thing, ...change } : thing));
}

/** One thing that can go wrong, put into what the oracle sees, and what it must say. */
export type Wrong = readonly [what: string, evidence: Partial<Evidence>, says: RegExp];
