import { checkTrails, type Promised } from "../promise.ts";
import { perhapsTaken, type Trail } from "../trail.ts";

/** One row and one claim for each identity, and none for what nobody sent. */
export const storedOnce: Promised = {
  promise: "each event is stored once, and nothing else is",
  check: (_evidence, trails) =>
    checkTrails(
      trails.filter(({ rows, claims }) => rows.length + claims.length > 0),
      faultsOf,
    ),
};

function faultsOf(trail: Trail): readonly string[] {
  const { rows, claims } = trail;
  const faults: string[] = [];
  if (rows.length !== 1 || claims.length !== 1) {
    faults.push(`there are ${rows.length} rows and ${claims.length} claims instead of one of each`);
  }
  if (perhapsTaken(trail).length === 0) faults.push("it was stored, but nobody sent it or it was refused");
  const [row] = rows;
  const [claim] = claims;
  if (row !== undefined && claim !== undefined && row.receivedAt !== claim.receivedAt) {
    faults.push(`the claim leads to ${claim.receivedAt}, the row lies at ${row.receivedAt}`);
  }
  return faults;
}
