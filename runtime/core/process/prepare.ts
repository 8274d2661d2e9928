import type { AcceptedEvent } from "../../contract/message.ts";
import { PayloadMissing, type PayloadStore, type ReceivedMessage } from "../../ports.ts";
import { correlationIdOf, decodeMessage } from "./decode-message.ts";
import { Judgement } from "./judgement.ts";
import type { Attempt, Outcome } from "./outcome.ts";
import { verifyPayload } from "./verify-payload.ts";

/** Decodes a message, fetches its payload and verifies it, each message on its own. */
export async function prepare(message: ReceivedMessage, payloads: PayloadStore): Promise<Attempt> {
  const attempt = {
    message,
    correlationId: correlationIdOf(message) ?? message.messageId,
    accepted: undefined,
  };
  try {
    const accepted = decodeMessage(message);
    const outcome = await verify(accepted, payloads).catch(failure);
    return { ...attempt, correlationId: accepted.correlationId, accepted, outcome };
  } catch (error) {
    return { ...attempt, outcome: failure(error) };
  }
}

async function verify(accepted: AcceptedEvent, payloads: PayloadStore): Promise<Outcome> {
  const stored = accepted.payloadKey === undefined ? undefined : await payloads.get(accepted.payloadKey);
  return { kind: "ready", event: verifyPayload(accepted, stored) };
}

/** A missing object is final, as S3 shows every object from the moment its PUT was answered; other faults are S3's. */
function failure(error: unknown): Outcome {
  if (error instanceof Judgement) return { kind: "judged", judgement: error };
  if (error instanceof PayloadMissing) {
    return { kind: "judged", judgement: new Judgement("payload_missing", error.message) };
  }
  return { kind: "failed", error, outage: true };
}
