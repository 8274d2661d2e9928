import type { Receipt } from "../../contract/receipt.ts";
import { Problem } from "../../core/problem.ts";
import { type ReceiptPorts, readReceipt } from "../../core/receipts.ts";
import type { Letter } from "../ports.ts";
import type { DeadEvent } from "./dead-event.ts";
import type { SweepPorts } from "./letter-sweep.ts";
import { readBody } from "./read-body.ts";
import { survey } from "./survey.ts";

export interface ShowOptions {
  /** An event id, or the message id of a letter. */
  readonly id: string;
  readonly payload: boolean;
  readonly seconds: number;
}

/** One letter with all that it tells. */
interface ShownLetter extends DeadEvent {
  readonly source: string | null;
  readonly sourceId: string | null;
  readonly acceptanceId: string | null;
  readonly fingerprint: string | null;
  /** S3 key or address of a payload that does not travel in the message. */
  readonly payloadPlace: string | null;
  readonly group: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether the body is one that Fluxa wrote. */
  readonly readable: boolean;
  /** Only when it was asked for. */
  readonly payload?: unknown;
  /** A body that Fluxa did not write, with the payload. */
  readonly body?: string;
}

export interface ShownEvent {
  readonly id: string;
  /** What the store knows of the event; null when it knows nothing, or the letter names no event. */
  readonly receipt: Receipt | null;
  /** An event can have died several times. */
  readonly letters: readonly ShownLetter[];
  readonly complete: boolean;
}

/** Everything about one dead event. The payload is private, so only who asks for it gets it. */
export async function showDeadEvent(
  { id, payload, seconds }: ShowOptions,
  ports: SweepPorts & ReceiptPorts,
): Promise<ShownEvent> {
  const letters: ShownLetter[] = [];
  const { complete } = await survey({ filter: {}, seconds }, ports, (event, letter) => {
    if (event.eventId === id || event.letterId === id) letters.push(shown(event, letter, payload));
  });
  const eventId = letters.find((letter) => letter.eventId !== null)?.eventId ?? id;
  return { id, receipt: await receiptOf(eventId, ports), letters, complete };
}

function shown(event: DeadEvent, letter: Letter, payload: boolean): ShownLetter {
  const facts = readBody(letter.body);
  const readable = facts.type !== undefined;
  return {
    ...event,
    source: facts.source ?? null,
    sourceId: facts.sourceId ?? null,
    acceptanceId: facts.acceptanceId ?? null,
    fingerprint: facts.fingerprint ?? null,
    payloadPlace: facts.payloadPlace ?? null,
    group: letter.group ?? null,
    attributes: Object.fromEntries(
      Object.entries(letter.attributes).map(([name, { text }]) => [name, text ?? "(binary)"]),
    ),
    readable,
    ...(payload && facts.payload !== undefined && { payload: facts.payload }),
    ...(payload && !readable && { body: letter.body }),
  };
}

async function receiptOf(eventId: string, ports: ReceiptPorts): Promise<Receipt | null> {
  if (!/^[0-9a-f-]{36}$/.test(eventId)) return null;
  try {
    return await readReceipt(eventId, "all", 0, ports);
  } catch (error) {
    if (error instanceof Problem && error.code === "event_not_found") return null;
    throw error;
  }
}
