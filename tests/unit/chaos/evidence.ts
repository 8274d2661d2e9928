import { contentOf, eventIdOf, type SentEvent } from "../../chaos/oracle/content.ts";
import type { Claim, Evidence, Heard, Letter, Row } from "../../chaos/oracle/evidence.ts";
import type { Attempt, Outcome } from "../../chaos/oracle/journal.ts";

const producer = "local-dev";
const source = "/chaos/till";
const receivedAt = "2026-11-22 17:48:00+00";
const at = "2026-11-22T17:48:00.000Z";

export function sentEvent(id: string, amount = 1999): SentEvent {
  return { id, source, type: "transaction.authorized", data: { userId: "user-1", amount } };
}

export function attempt(
  correlationId: string,
  event: SentEvent,
  outcome: Outcome["kind"] = "taken",
): Attempt {
  const eventId = eventIdOf(producer, event.source, event.id);
  const content = contentOf(event);
  return {
    correlationId,
    eventId,
    content,
    sentAt: at,
    answeredAt: at,
    outcome: outcomeOf(outcome, { eventId, correlationId, fingerprint: content.fingerprint }),
  };
}

function outcomeOf(
  kind: Outcome["kind"],
  answer: Extract<Outcome, { readonly kind: "taken" }>["answer"],
): Outcome {
  if (kind === "taken") return { kind, answer };
  return kind === "refused" ? { kind, status: 429, detail: "" } : { kind, why: "503" };
}

export function row({ eventId, correlationId, content }: Attempt): Row {
  const { fingerprint, payloadBytes } = content;
  return { eventId, correlationId, producer, receivedAt, content, fingerprint, payloadBytes };
}

/** The claim of an event whose stored acceptance is `<correlation id>-acceptance`, as are the counted ones. */
export function claim(
  { eventId, correlationId, content }: Attempt,
  counted: { readonly duplicates?: readonly string[]; readonly conflicts?: readonly string[] } = {},
): Claim {
  const { duplicates = [], conflicts = [] } = counted;
  return {
    eventId,
    producer,
    receivedAt,
    fingerprint: content.fingerprint,
    type: content.type,
    acceptanceId: acceptanceOf(correlationId),
    duplicates: duplicates.length,
    conflicts: conflicts.length,
    countedAcceptances: [...duplicates, ...conflicts].map(acceptanceOf),
    notifiedAt: at,
  };
}

export function acceptanceOf(correlationId: string): string {
  return `${correlationId}-acceptance`;
}

export function heard({ eventId, correlationId, content }: Attempt): Heard {
  const { sourceId, type, subject, time, fingerprint, payloadBytes } = content;
  return {
    eventId,
    correlationId,
    producer,
    source,
    sourceId,
    type,
    subject,
    time,
    fingerprint,
    carried: { fingerprint, payloadBytes },
    dataref: undefined,
    attributes: { type, source, producer, correlation_id: correlationId, fingerprint },
  };
}

export function letter(
  { eventId, correlationId, content }: Attempt,
  failureType = "idempotency_conflict",
  offloaded = false,
): Letter {
  const { type, fingerprint, payloadBytes } = content;
  return {
    accepted: {
      eventId,
      acceptanceId: acceptanceOf(correlationId),
      correlationId,
      type,
      fingerprint,
      offloaded,
      carried: offloaded ? undefined : { fingerprint, payloadBytes },
    },
    failureType,
    failureReason: "stored before",
    correlationId,
  };
}

/** The requests of a small run: one alone, one repeated, one contradicted, one whose first answer was lost. */
export const requests = {
  alone: attempt("run.1", sentEvent("alone")),
  first: attempt("run.2", sentEvent("repeated")),
  again: attempt("run.3", sentEvent("repeated")),
  contested: attempt("run.4", sentEvent("contested")),
  contradiction: attempt("run.5", sentEvent("contested", 5)),
  unanswered: attempt("run.6", sentEvent("retried"), "unknown"),
  retried: attempt("run.7", sentEvent("retried")),
  refused: attempt("run.8", sentEvent("refused"), "refused"),
} as const;

/** What a run in which all held leaves behind. */
export function soundEvidence(): Evidence {
  const { alone, first, contested, contradiction, retried } = requests;
  const stored = [alone, first, contested, retried];
  return {
    producer,
    attempts: Object.values(requests),
    rows: stored.map(row),
    claims: [
      claim(alone),
      claim(first, { duplicates: ["run.3"] }),
      claim(contested, { conflicts: ["run.5"] }),
      // The request that got no answer was taken all the same.
      claim(retried, { duplicates: ["run.6"] }),
    ],
    outbox: [],
    deadRows: [
      {
        eventId: contradiction.eventId,
        acceptanceId: acceptanceOf("run.5"),
        failureType: "idempotency_conflict",
        failureReason: "stored before",
        correlationId: "run.5",
      },
    ],
    // SNS may deliver twice.
    heard: [...stored, alone].map(heard),
    unreadable: [],
    letters: [letter(contradiction)],
    queued: 0,
    deadlocks: 0,
    corrupted: new Set(),
  };
}
