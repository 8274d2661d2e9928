import { sameContent } from "../content.ts";
import type { Claim, Row } from "../evidence.ts";
import type { Attempt } from "../journal.ts";
import { checkTrails, type Promised } from "../promise.ts";
import { acceptancesFound, otherwiseDead, perhapsTaken, type Trail, taken } from "../trail.ts";

/** Acceptances that a claim remembers; none of the load's events has more. */
const remembered = 16;

/**
 * The accounting identity, for each event: its acceptances are one stored, so many duplicates, so
 * many conflicts and so many dead. A request whose answer was lost may be one more.
 */
export const accounted: Promised = {
  promise: "acceptances = stored + duplicates + conflicts + dead, per event",
  check: (_evidence, trails) =>
    checkTrails(trails, (trail) => [
      ...acceptanceFaults(trail),
      ...trail.claims.flatMap((claim) => [...memoryFaults(claim), ...counterFaults(claim, trail)]),
    ]),
};

function acceptanceFaults(trail: Trail): readonly string[] {
  const found = acceptancesFound(trail).size;
  const least = taken(trail).length;
  const most = perhapsTaken(trail).length;
  return found >= least && found <= most
    ? []
    : [`${found} acceptances are known of it, but ${least} requests got a 202 and ${most - least} no answer`];
}

/** The counters say what the remembered acceptances say. */
function memoryFaults({ acceptanceId, countedAcceptances, duplicates, conflicts }: Claim): readonly string[] {
  const distinct = new Set(countedAcceptances);
  const faults: string[] = [];
  if (distinct.size !== Math.min(remembered, duplicates + conflicts)) {
    faults.push(
      `${duplicates} duplicates and ${conflicts} conflicts are counted, but ${distinct.size} acceptances are remembered`,
    );
  }
  if (distinct.size < countedAcceptances.length) faults.push("an acceptance is remembered twice");
  if (distinct.has(acceptanceId)) faults.push("the acceptance that was stored is also counted");
  return faults;
}

function counterFaults({ duplicates, conflicts }: Claim, trail: Trail): readonly string[] {
  const [row] = trail.rows;
  if (row === undefined) return [];
  const expected = boundsOf(row, trail);
  return [
    ...outside("duplicates", duplicates, expected.duplicates),
    ...outside("conflicts", conflicts, expected.conflicts),
  ];
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What the counters can be: the stored acceptance is nobody's duplicate, and the dead may be of either kind. */
function boundsOf(row: Row, trail: Trail): { readonly duplicates: Bounds; readonly conflicts: Bounds } {
  const dead = otherwiseDead(trail).size;
  const isSame = ({ content }: Attempt) => sameContent(content, row.content);
  const winner = taken(trail).some(({ correlationId }) => correlationId === row.correlationId) ? 1 : 0;
  const certain = taken(trail);
  const possible = perhapsTaken(trail);
  const certainSame = certain.filter(isSame).length;
  const possibleSame = possible.filter(isSame).length;
  return {
    duplicates: { least: certainSame - winner - dead, most: possibleSame - 1 },
    conflicts: { least: certain.length - certainSame - dead, most: possible.length - possibleSame },
  };
}

function outside(name: string, count: number, { least, most }: Bounds): readonly string[] {
  const from = Math.max(0, least);
  return count >= from && count <= most
    ? []
    : [`${count} ${name} are counted; the requests explain ${from === most ? from : `${from} to ${most}`}`];
}
