import type { AcceptedEvent } from "../../contract/message.ts";
import type { Verdict } from "../../ports/processor-store.ts";
import type { ReceivedMessage } from "../../ports/received-message.ts";
import type { VerifiedEvent } from "../../ports/verified-event.ts";
import type { Dependency } from "../circuit.ts";
import type { Judgement } from "./judgement.ts";

/** What did not answer, or the time that was not there: never held against a message. */
export type Outage = Extract<Dependency, "store" | "payloads"> | "busy" | "time";

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
  /** Transient: back to the queue. */
  | {
      readonly kind: "failed";
      readonly error: unknown;
      readonly outage: Outage | undefined;
      /** What was to be claimed, when it came to that. */
      readonly event?: VerifiedEvent;
    };

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

/** Failed because the store is out: whoever comes after it need not ask. */
export function isOut(attempt: Attempt): attempt is Attempt<"failed"> {
  return attempt.outcome.kind === "failed" && attempt.outcome.outage === "store";
}

/** Failed, and no outage explains it. */
export function isUnexplained(attempt: Attempt): attempt is Attempt<"failed"> {
  return attempt.outcome.kind === "failed" && attempt.outcome.outage === undefined;
}
