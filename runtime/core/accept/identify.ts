import * as v from "valibot";
import { AttributeText } from "../../contract/identifiers.ts";
import { limits } from "../../contract/limits.ts";
import type { NewId } from "../../ports/chance.ts";
import { Problem } from "../problem.ts";

/** The `id` of an event, and whether the producer knows it and may therefore retry safely. */
export interface ChosenId {
  readonly id: unknown;
  readonly retrySafe: boolean;
}

/**
 * The event's own id, else the Idempotency-Key, else a new one that the producer learns only from the answer.
 * @throws Problem invalid_header or idempotency_key_mismatch.
 */
export function identify(id: unknown, header: string | undefined, newId: NewId): ChosenId {
  const key = readIdempotencyKey(header);
  if (id === undefined) return { id: key ?? newId(), retrySafe: key !== undefined };
  if (key !== undefined && key !== id) {
    throw new Problem(
      "idempotency_key_mismatch",
      "Idempotency-Key and the event's id must be equal, or one absent.",
      {
        faults: [{ path: "header idempotency-key", message: "must equal the event's id" }],
      },
    );
  }
  return { id, retrySafe: true };
}

/** What joins the key of a batch and an item's index; the index has three digits at most. */
const joint = "#";
const longestBatchKey = limits.attributeLength - joint.length - String(limits.batchEvents - 1).length;

/**
 * Chooses the ids of a batch's items: their own, else one derived from the Idempotency-Key and the
 * index, so that the same batch names the same events, else a new one.
 * @throws Problem invalid_header
 */
export function identifyItems(header: string | undefined, newId: NewId) {
  const key = readIdempotencyKey(header, longestBatchKey);
  return (id: unknown, index: number): ChosenId => {
    if (id !== undefined) return { id, retrySafe: true };
    return key === undefined
      ? { id: newId(), retrySafe: false }
      : { id: `${key}${joint}${index}`, retrySafe: true };
  };
}

/** A structured-field String (draft-ietf-httpapi-idempotency-key-header-07) or, as many clients send it, a bare token. */
function readIdempotencyKey(
  header: string | undefined,
  longest: number = limits.attributeLength,
): string | undefined {
  if (header === undefined) return undefined;
  const key = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1]?.replace(/\\(.)/g, "$1") ?? header;
  if (v.is(AttributeText, key) && key.length <= longest) return key;
  throw new Problem(
    "invalid_header",
    `Idempotency-Key must be a text of 1 to ${longest} characters, in double quotes or bare.`,
    {
      faults: [
        {
          path: "header idempotency-key",
          message: `must have 1 to ${longest} characters, none of them a control character`,
        },
      ],
    },
  );
}
