import type { Evidence } from "./evidence.ts";
import type { Checked, Promised } from "./promise.ts";
import { accounted } from "./promises/accounted.ts";
import { announced } from "./promises/announced.ts";
import { announcedAsStored } from "./promises/announced-as-stored.ts";
import { answered } from "./promises/answered.ts";
import { noDeadlock, outboxEmpty, queueEmpty } from "./promises/at-rest.ts";
import { conflictsDead } from "./promises/conflicts-dead.ts";
import { deadRowsMatch, deadWithReason, healthyAlive } from "./promises/dead-with-reason.ts";
import { notLost } from "./promises/not-lost.ts";
import { storedAsSent } from "./promises/stored-as-sent.ts";
import { storedOnce } from "./promises/stored-once.ts";
import { acceptancesFound, otherwiseDead, perhapsTaken, type Trail, taken, trailsOf } from "./trail.ts";

/** In the order of the table. */
export const promises: readonly Promised[] = [
  answered,
  notLost,
  storedOnce,
  storedAsSent,
  announced,
  announcedAsStored,
  accounted,
  conflictsDead,
  deadWithReason,
  healthyAlive,
  deadRowsMatch,
  outboxEmpty,
  queueEmpty,
  noDeadlock,
];

/** What the oracle found of one promise. */
interface Finding extends Checked {
  readonly promise: string;
}

/** The two sides of the accounting identity over the whole run. */
interface Account {
  /** Acceptances that got a 202. */
  readonly taken: number;
  /** Requests whose answer was lost. */
  readonly unanswered: number;
  /** Acceptances that the store or the dead-letter queue knows. */
  readonly found: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** For another reason than a conflict. */
  readonly dead: number;
  readonly notifications: number;
}

export interface Judgement {
  readonly held: boolean;
  readonly findings: readonly Finding[];
  readonly account: Account;
  readonly trails: ReadonlyMap<string, Trail>;
}

/** Compares what was sent with what is there; all that is not explained is a violation. */
export function judge(evidence: Evidence): Judgement {
  const byId = trailsOf(evidence);
  const trails = [...byId.values()];
  const findings = promises.map(({ promise, check }) => ({ promise, ...check(evidence, trails) }));
  return {
    held: findings.every(({ violations }) => violations.length === 0),
    findings,
    account: accountOf(evidence, trails),
    trails: byId,
  };
}

function accountOf({ attempts, claims, heard }: Evidence, trails: readonly Trail[]): Account {
  const got = taken({ attempts }).length;
  return {
    taken: got,
    unanswered: perhapsTaken({ attempts }).length - got,
    found: sum(trails, (trail) => acceptancesFound(trail).size),
    stored: claims.length,
    duplicates: sum(claims, ({ duplicates }) => duplicates),
    conflicts: sum(claims, ({ conflicts }) => conflicts),
    dead: sum(trails, (trail) => otherwiseDead(trail).size),
    notifications: heard.length,
  };
}

function sum<T>(things: readonly T[], count: (thing: T) => number): number {
  return things.reduce((total, thing) => total + count(thing), 0);
}
