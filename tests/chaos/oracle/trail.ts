import type { Claim, DeadRow, Evidence, Heard, Letter, Row } from "./evidence.ts";
import type { Attempt } from "./journal.ts";

/** Everything that is known of one event id. */
export interface Trail {
  readonly eventId: string;
  readonly attempts: readonly Attempt[];
  readonly rows: readonly Row[];
  readonly claims: readonly Claim[];
  readonly pending: boolean;
  readonly heard: readonly Heard[];
  readonly letters: readonly Letter[];
  readonly deadRows: readonly DeadRow[];
}

/** The trail of every event id that anything names. */
export function trailsOf(evidence: Evidence): ReadonlyMap<string, Trail> {
  const attempts = Map.groupBy(evidence.attempts, ({ eventId }) => eventId);
  const rows = Map.groupBy(evidence.rows, ({ eventId }) => eventId);
  const claims = Map.groupBy(evidence.claims, ({ eventId }) => eventId);
  const heard = Map.groupBy(evidence.heard, ({ eventId }) => eventId);
  const letters = Map.groupBy(evidence.letters, ({ accepted }) => accepted?.eventId);
  const deadRows = Map.groupBy(evidence.deadRows, ({ eventId }) => eventId);
  const pending = new Set(evidence.outbox);
  const ids = new Set([...attempts.keys(), ...rows.keys(), ...claims.keys(), ...heard.keys(), ...pending]);
  for (const id of [...letters.keys(), ...deadRows.keys()]) if (typeof id === "string") ids.add(id);
  return new Map(
    [...ids].map((eventId) => [
      eventId,
      {
        eventId,
        attempts: attempts.get(eventId) ?? [],
        rows: rows.get(eventId) ?? [],
        claims: claims.get(eventId) ?? [],
        pending: pending.has(eventId),
        heard: heard.get(eventId) ?? [],
        letters: letters.get(eventId) ?? [],
        deadRows: deadRows.get(eventId) ?? [],
      },
    ]),
  );
}

export function taken({ attempts }: Pick<Trail, "attempts">): readonly Attempt[] {
  return attempts.filter(({ outcome }) => outcome.kind === "taken");
}

/** All that may have been taken: a lost answer says nothing. */
export function perhapsTaken({ attempts }: Pick<Trail, "attempts">): readonly Attempt[] {
  return attempts.filter(({ outcome }) => outcome.kind !== "refused");
}

/** Ids of the acceptances that the store or the dead-letter queue knows. */
export function acceptancesFound({ claims, letters }: Trail): ReadonlySet<string> {
  return new Set([
    ...claims.flatMap(({ acceptanceId, countedAcceptances }) => [acceptanceId, ...countedAcceptances]),
    ...letters.flatMap(({ accepted }) => accepted?.acceptanceId ?? []),
  ]);
}

export const conflictType = "idempotency_conflict";

/** Acceptances that are dead for another reason than a conflict and that the store never counted. */
export function otherwiseDead({ claims, letters }: Trail): ReadonlySet<string> {
  const counted = new Set(
    claims.flatMap(({ acceptanceId, countedAcceptances }) => [acceptanceId, ...countedAcceptances]),
  );
  return new Set(
    letters.flatMap(({ accepted, failureType }) =>
      accepted === undefined || failureType === conflictType || counted.has(accepted.acceptanceId)
        ? []
        : [accepted.acceptanceId],
    ),
  );
}
