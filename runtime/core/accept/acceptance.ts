import type { PreparedEvent } from "./prepare-event.ts";

/** One acceptance, durable once this is returned. */
export interface Acceptance {
  readonly eventId: string;
  readonly acceptanceId: string;
  readonly fingerprint: string;
  readonly payloadBytes: number;
  readonly offloaded: boolean;
  readonly type: string;
}

export function acceptanceOf({ accepted }: PreparedEvent, offloaded: boolean): Acceptance {
  const { eventId, acceptanceId, fingerprint, payloadBytes, event } = accepted;
  return { eventId, acceptanceId, fingerprint, payloadBytes, offloaded, type: event.type };
}
