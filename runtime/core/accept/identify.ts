import * as v from "valibot";
import { AttributeText } from "../../contract/identifiers.ts";
import type { NewId } from "../../ports.ts";
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
  const key = header === undefined ? undefined : readIdempotencyKey(header);
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

/** A structured-field String (draft-ietf-httpapi-idempotency-key-header-07) or, as many clients send it, a bare token. */
function readIdempotencyKey(header: string): string {
  const key = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1]?.replace(/\\(.)/g, "$1") ?? header;
  if (v.is(AttributeText, key)) return key;
  throw new Problem(
    "invalid_header",
    "Idempotency-Key must be a text of 1 to 256 characters, in double quotes or bare.",
    {
      faults: [
        {
          path: "header idempotency-key",
          message: "must have 1 to 256 characters, none of them a control character",
        },
      ],
    },
  );
}
