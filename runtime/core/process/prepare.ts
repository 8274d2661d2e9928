import type { AcceptedEvent } from "../../contract/message.ts";
import { PayloadMissing } from "../../ports/payload-store.ts";
import type { ReceivedMessage } from "../../ports/received-message.ts";
import { noteAnswer, noteOutage } from "../note-circuit.ts";
import { correlationIdOf, decodeMessage } from "./decode-message.ts";
import { Judgement } from "./judgement.ts";
import type { Attempt, Outage, Outcome } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";
import { verifyPayload } from "./verify-payload.ts";

/** Decodes a message, fetches its payload and verifies it, each message on its own. */
export async function prepare(message: ReceivedMessage, ports: BatchPorts): Promise<Attempt> {
  const attempt = {
    message,
    correlationId: correlationIdOf(message) ?? message.messageId,
    accepted: undefined,
  };
  try {
    const accepted = decodeMessage(message);
    const outcome = await verify(accepted, ports).catch(failure);
    return { ...attempt, correlationId: accepted.correlationId, accepted, outcome };
  } catch (error) {
    return { ...attempt, outcome: failure(error) };
  }
}

async function verify(accepted: AcceptedEvent, ports: BatchPorts): Promise<Outcome> {
  const { payloadKey, correlationId } = accepted;
  const stored = payloadKey === undefined ? undefined : await fetchPayload(payloadKey, correlationId, ports);
  return { kind: "ready", event: verifyPayload(accepted, stored) };
}

async function fetchPayload(
  key: string,
  correlationId: string,
  { payloads, memory, time, log, metrics }: BatchPorts,
): Promise<string> {
  const within = time.for("prepare");
  if (within === 0) throw new NotFetched("time", "No time was left to fetch the payload.");
  if (!memory.payloads.admits()) throw new NotFetched("payloads", "S3 did not answer a moment ago.");
  try {
    const payload = await payloads.get(key, within);
    noteAnswer(memory.payloads, correlationId, { log });
    return payload;
  } catch (error) {
    if (error instanceof PayloadMissing) {
      noteAnswer(memory.payloads, correlationId, { log });
      throw new Judgement("payload_missing", error.message);
    }
    noteOutage(memory.payloads, { error, correlationId }, { log, metrics });
    throw new NotFetched("payloads", "S3 did not give the payload.", { cause: error });
  }
}

/** The payload may be there; what kept it from being fetched says nothing about the message. */
class NotFetched extends Error {
  override readonly name = "NotFetched";
  readonly outage: Outage;

  constructor(outage: Outage, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.outage = outage;
  }
}

/** A missing object is final, as S3 shows every object from the moment its PUT was answered; other faults are S3's. */
function failure(error: unknown): Outcome {
  if (error instanceof Judgement) return { kind: "judged", judgement: error };
  return { kind: "failed", error, outage: error instanceof NotFetched ? error.outage : undefined };
}
