import type { Acceptance } from "../../core/accept/acceptance.ts";
import type { Answer } from "./serve.ts";

/** The 202 of one event. */
export function acceptedAnswer({ eventId, fingerprint }: Acceptance, correlationId: string): Answer {
  return {
    status: 202,
    headers: { Location: `/v1/events/${eventId}` },
    body: JSON.stringify({ eventId, correlationId, fingerprint, status: "accepted" }),
  };
}
