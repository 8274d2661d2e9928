import { sameContent } from "../content.ts";
import type { Letter } from "../evidence.ts";
import { checkTrails, type Promised } from "../promise.ts";
import { conflictType, type Trail } from "../trail.ts";

/** Each conflict that is counted lies in the dead-letter queue, and nothing else is called one. */
export const conflictsDead: Promised = {
  promise: "each conflict is dead, and changed nothing",
  check: (_evidence, trails) =>
    checkTrails(
      trails.filter(
        ({ claims, letters }) =>
          claims.some(({ conflicts }) => conflicts > 0) || letters.some((letter) => isConflict(letter)),
      ),
      faultsOf,
    ),
};

function isConflict({ failureType }: Letter): boolean {
  return failureType === conflictType;
}

function faultsOf({ rows: [row], claims: [claim], letters }: Trail): readonly string[] {
  const bodies = letters.filter(isConflict).flatMap(({ accepted }) => accepted ?? []);
  const dead = new Set(bodies.map(({ acceptanceId }) => acceptanceId));
  const faults: string[] = [];
  const counted = claim?.conflicts ?? 0;
  if (dead.size !== counted) faults.push(`${counted} conflicts are counted and ${dead.size} are dead`);
  for (const id of dead) {
    if (!claim?.countedAcceptances.includes(id)) {
      faults.push(`the acceptance ${id} is dead as a conflict and not counted as one`);
    }
  }
  for (const { fingerprint, type, acceptanceId } of bodies) {
    const same = row !== undefined && sameContent(row.content, { ...row.content, fingerprint, type });
    if (same) faults.push(`the acceptance ${acceptanceId} is dead as a conflict and says what is stored`);
  }
  return faults;
}
