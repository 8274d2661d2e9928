import type { Evidence, Letter } from "../evidence.ts";
import { checkEach, type Promised } from "../promise.ts";
import { conflictType, perhapsTaken, type Trail } from "../trail.ts";

const knownTypes: readonly string[] = [
  "schema_violation",
  "fingerprint_mismatch",
  "payload_missing",
  "idempotency_conflict",
  "malformed_message",
  "attempts_exhausted",
];

/** A dead letter is what was accepted, unchanged, and says what was wrong. */
export const deadWithReason: Promised = {
  promise: "each dead letter has a type, a reason and its request's correlation id",
  check: ({ letters }, trails) => {
    const byId = new Map(trails.map((trail) => [trail.eventId, trail]));
    return checkEach(letters, eventIdOf, (letter) => faultsOf(letter, byId.get(eventIdOf(letter) ?? "")));
  },
};

function eventIdOf({ accepted }: Letter): string | undefined {
  return accepted?.eventId;
}

function faultsOf(letter: Letter, trail: Trail | undefined): readonly string[] {
  const { accepted, failureType = "", failureReason = "", correlationId } = letter;
  if (accepted === undefined) return ["a dead letter's body is no message of Fluxa's"];
  const faults: string[] = [];
  if (!knownTypes.includes(failureType)) faults.push(`its dead letter has the failure type "${failureType}"`);
  if (failureReason === "") faults.push("its dead letter has no reason");
  if (correlationId !== accepted.correlationId) {
    faults.push(`its dead letter has the correlation id ${correlationId} beside ${accepted.correlationId}`);
  }
  const wasSent = perhapsTaken(trail ?? { attempts: [] }).some(
    ({ correlationId: sent, content }) =>
      sent === accepted.correlationId &&
      content.fingerprint === accepted.fingerprint &&
      content.type === accepted.type,
  );
  if (!wasSent) {
    faults.push("its dead letter is of no request for it that may have been taken");
  }
  if (accepted.carried !== undefined && accepted.carried.fingerprint !== accepted.fingerprint) {
    faults.push("the payload in its dead letter was changed");
  }
  return faults;
}

/** No valid event may die of a fault of the infrastructure, but of a payload that S3 gave back changed. */
export const healthyAlive: Promised = {
  promise: "no healthy event is dead",
  check: ({ letters, corrupted }, trails) => ({
    checked: trails.length,
    violations: letters
      .filter((letter) => letter.failureType !== conflictType && !isExplained(letter, corrupted))
      .map((letter) => ({
        eventId: eventIdOf(letter),
        what: `it is dead: ${letter.failureType ?? "without a type"}: ${letter.failureReason ?? "without a reason"}`,
      })),
  }),
};

function isExplained({ failureType, accepted }: Letter, corrupted: Evidence["corrupted"]): boolean {
  return failureType === "fingerprint_mismatch" && accepted !== undefined && corrupted.has(accepted.eventId);
}

/** The rows for receipts and statistics name nothing that is not in the queue; writing them may fail. */
export const deadRowsMatch: Promised = {
  promise: "each row of dead_event has its dead letter",
  check: ({ deadRows, letters }) => {
    // A message that came again may have been judged anew, for another reason.
    const dead = Map.groupBy(letters, ({ accepted }) => accepted?.acceptanceId);
    return checkEach(
      deadRows,
      ({ eventId }) => eventId ?? undefined,
      ({ acceptanceId, failureType }) =>
        dead.get(acceptanceId ?? undefined)?.some((letter) => letter.failureType === failureType)
          ? []
          : [`the row says that ${acceptanceId} is dead (${failureType}), the queue does not`],
    );
  },
};
