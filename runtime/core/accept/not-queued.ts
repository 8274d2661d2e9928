import { Problem } from "../problem.ts";

/** S3 did not take a payload, so its message was not sent. */
export class PayloadNotStored extends Error {
  override readonly name = "PayloadNotStored";
}

/** SQS refused a message, or did not confirm it. */
export class MessageNotSent extends Error {
  override readonly name = "MessageNotSent";
}

export function payloadNotStored(cause: unknown): PayloadNotStored {
  return new PayloadNotStored("S3 did not take the payload.", { cause });
}

export function messageNotSent(cause: unknown): MessageNotSent {
  return new MessageNotSent("SQS did not confirm the message.", { cause });
}

/** How far an event came that is not known to be on the queue. */
export type Whereabouts = "not queued" | "unknown";

/**
 * The answer when S3 or SQS does not do its part. What nobody knows is said to be unknown: SQS may
 * have taken a message whose acknowledgement was lost.
 */
export function notQueued(
  cause: PayloadNotStored | MessageNotSent,
  where: Whereabouts,
  retrySafe: boolean,
): Problem {
  return new Problem("unavailable", `${states[where]} ${advice(where, retrySafe)}`, { cause });
}

const states: Readonly<Record<Whereabouts, string>> = {
  "not queued": "The event was not queued.",
  unknown: "Nobody knows whether the event was queued: the queue did not confirm it.",
};

function advice(where: Whereabouts, retrySafe: boolean): string {
  if (retrySafe) return "Send it again: it names the same event, which is stored once.";
  if (where === "not queued") return "Send it again.";
  return "It has no id of yours, so a second one could be stored beside it: send an id or an Idempotency-Key to make a retry safe.";
}
