import type { Verdict } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";

interface ModelClaim {
  readonly first: VerifiedEvent;
  readonly counted: Set<string>;
  duplicates: number;
  conflicts: number;
}

/** What the store must say, one record after the other: the oracle of the batch statement. */
export class VerdictModel {
  readonly claims = new Map<string, ModelClaim>();

  judge(record: VerifiedEvent): Verdict {
    const claim = this.claims.get(record.eventId);
    if (claim === undefined) {
      this.claims.set(record.eventId, { first: record, counted: new Set(), duplicates: 0, conflicts: 0 });
      return "stored";
    }
    if (claim.first.acceptanceId === record.acceptanceId) return "redelivered";
    const verdict = sameContent(claim.first, record) ? "duplicate" : "conflict";
    if (!claim.counted.has(record.acceptanceId)) {
      claim.counted.add(record.acceptanceId);
      claim[verdict === "duplicate" ? "duplicates" : "conflicts"] += 1;
    }
    return verdict;
  }
}

export function sameContent(one: VerifiedEvent, other: VerifiedEvent): boolean {
  return one.fingerprint === other.fingerprint && one.event.type === other.event.type;
}
