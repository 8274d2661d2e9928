import type { AcceptedEvent } from "../../contract/message.ts";
import type { ReceivedMessage, Verdict, VerifiedEvent } from "../../ports.ts";
import type { Judgement } from "./judgement.ts";

/** What became of one message of a batch so far. */
export type Outcome =
  /** Verified, waiting to be claimed. */
  | { readonly kind: "ready"; readonly event: VerifiedEvent }
  /** The store has spoken. */
  | {
      readonly kind: "settled";
      readonly event: VerifiedEvent;
      readonly verdict: Exclude<Verdict, "conflict">;
    }
  /** Permanent: to the dead-letter queue. */
  | { readonly kind: "judged"; readonly judgement: Judgement }
  /** Transient: back to the queue; an outage is never held against the message. */
  | { readonly kind: "failed"; readonly error: unknown; readonly outage: boolean };

/** One message on its way through the processor. */
interface AnyAttempt {
  readonly message: ReceivedMessage;
  readonly correlationId: string;
  /** What the message says, once it was decoded. */
  readonly accepted: AcceptedEvent | undefined;
  readonly outcome: Outcome;
}

/** A message whose outcome so far is of one kind, or of any. */
export type Attempt<Kind extends Outcome["kind"] = Outcome["kind"]> = AnyAttempt & {
  readonly outcome: Extract<Outcome, { kind: Kind }>;
};

/** The attempts of one kind. */
export function ofKind<Kind extends Outcome["kind"]>(
  attempts: readonly Attempt[],
  kind: Kind,
): readonly Attempt<Kind>[] {
  return attempts.filter((attempt): attempt is Attempt<Kind> => attempt.outcome.kind === kind);
}
