import * as v from "valibot";
import type { Outcome } from "../oracle/journal.ts";

/** What came back of a request; `broken` when nothing did. */
export type Answer =
  | { readonly status: number; readonly retryAfter: string | undefined; readonly text: string }
  | { readonly broken: string };

const Taken = v.object({ eventId: v.string(), correlationId: v.string(), fingerprint: v.string() });

const Results = v.object({
  correlationId: v.string(),
  results: v.array(
    v.object({
      status: v.number(),
      eventId: v.optional(v.string(), ""),
      fingerprint: v.optional(v.string(), ""),
    }),
  ),
});

/** What the answer to a request with one event says. */
export function outcomeOf(answer: Answer): Outcome {
  if ("broken" in answer) return { kind: "unknown", why: answer.broken };
  const { status, text } = answer;
  const taken = v.safeParse(Taken, parse(text));
  if (status === 202 && taken.success) return { kind: "taken", answer: taken.output };
  return notTaken(status, text);
}

/** What the answer to a batch says of each of its events, in their order. */
export function outcomesOf(answer: Answer, size: number): readonly Outcome[] {
  const body = "text" in answer ? v.safeParse(Results, parse(answer.text)) : undefined;
  if (body?.success !== true || body.output.results.length !== size) {
    return new Array<Outcome>(size).fill(outcomeOf(answer));
  }
  const { correlationId, results } = body.output;
  return results.map(({ status, eventId, fingerprint }) =>
    status === 202
      ? { kind: "taken", answer: { eventId, correlationId, fingerprint } }
      : notTaken(status, "in a batch"),
  );
}

/** Only a 4xx says for certain that the event was not taken. */
function notTaken(status: number, text: string): Outcome {
  const detail = text.slice(0, 300);
  return status >= 500
    ? { kind: "unknown", why: `${status}: ${detail}` }
    : { kind: "refused", status, detail };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
