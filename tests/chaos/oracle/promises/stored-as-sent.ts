import { differences } from "../content.ts";
import type { Claim, Evidence, Row } from "../evidence.ts";
import { checkTrails, type Promised } from "../promise.ts";
import { perhapsTaken, type Trail } from "../trail.ts";

/** The row is, member for member, what one of the requests for this event carried. */
export const storedAsSent: Promised = {
  promise: "what is stored is what was sent, by an independent hash",
  check: ({ producer }, trails) =>
    checkTrails(
      trails.filter(({ rows }) => rows.length > 0),
      (trail) => trail.rows.flatMap((row) => faultsOf(row, trail, producer)),
    ),
};

function faultsOf(row: Row, trail: Trail, producer: Evidence["producer"]): readonly string[] {
  const { attempts, claims } = trail;
  const faults: string[] = [];
  // A batch has one correlation id for all of its events, and may hold an identity more than once.
  const candidates = perhapsTaken({ attempts })
    .filter(({ correlationId }) => correlationId === row.correlationId)
    .map(({ content }) => differences(content, row.content));
  if (candidates.length === 0) {
    faults.push(
      `no request for it that may have been taken had the row's correlation id ${row.correlationId}`,
    );
  } else if (candidates.every((found) => found.length > 0)) {
    faults.push(...(candidates[0] ?? []).map((difference) => `the row's ${difference}`));
  }
  if (row.producer !== producer) faults.push(`the row's producer is ${row.producer}`);
  if (row.fingerprint !== row.content.fingerprint) {
    faults.push(`the row's fingerprint is ${row.fingerprint}, its payload's is ${row.content.fingerprint}`);
  }
  if (row.payloadBytes !== row.content.payloadBytes) {
    faults.push(`the row counts ${row.payloadBytes} bytes, its payload has ${row.content.payloadBytes}`);
  }
  return [...faults, ...claims.flatMap((claim) => claimFaults(claim, row))];
}

function claimFaults(claim: Claim, row: Row): readonly string[] {
  const pairs = [
    ["producer", claim.producer, row.producer],
    ["fingerprint", claim.fingerprint, row.fingerprint],
    ["type", claim.type, row.content.type],
  ] as const;
  return pairs.flatMap(([name, claimed, stored]) =>
    claimed === stored ? [] : [`the claim's ${name} is ${claimed}, the row's is ${stored}`],
  );
}
