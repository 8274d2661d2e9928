import type { Place, ReplaySelection } from "../../contract/replays.ts";

/** The place where a replay begins; no event has the nil UUID. */
export function beforeAll({ from }: ReplaySelection): Place {
  return { receivedAt: from, eventId: "00000000-0000-0000-0000-000000000000" };
}
