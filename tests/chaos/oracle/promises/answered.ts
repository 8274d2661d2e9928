import type { Attempt } from "../journal.ts";
import { checkEach, type Promised } from "../promise.ts";

/** Whoever sends valid events gets a 202 that names them, a "later", or a failure; never a "wrong". */
export const answered: Promised = {
  promise: "each 202 names the event, its fingerprint and its correlation id",
  check: ({ attempts }) => checkEach(attempts, ({ eventId }) => eventId, faultsOf),
};

const tooManyRequests = 429;

function faultsOf({ correlationId, eventId, content, outcome }: Attempt): readonly string[] {
  if (outcome.kind === "unknown") return [];
  if (outcome.kind === "refused") {
    return outcome.status === tooManyRequests
      ? []
      : [`a valid event was refused with ${outcome.status}: ${outcome.detail}`];
  }
  const { answer } = outcome;
  const expected = { eventId, correlationId, fingerprint: content.fingerprint };
  return (["eventId", "correlationId", "fingerprint"] as const).flatMap((name) =>
    answer[name] === expected[name]
      ? []
      : [`the 202 says ${name} ${answer[name]} instead of ${expected[name]}`],
  );
}
