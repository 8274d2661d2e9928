import type { Place } from "../../contract/replays.ts";
import type { PendingNotification } from "../../ports/pending-notification.ts";
import type { LookedAt } from "./replay-ports.ts";

/** Events to announce together. */
export interface Part {
  readonly events: readonly PendingNotification[];
  /** Of the last event that was looked at. */
  readonly last: Place;
}

/** Parts of at most so many selected events each, with what was looked at in between. */
export function* partsOf(looked: readonly LookedAt[], most: number): Generator<Part> {
  let events: PendingNotification[] = [];
  for (const [index, { place, event }] of looked.entries()) {
    if (event !== undefined) events.push(event);
    if (events.length < most && index < looked.length - 1) continue;
    yield { events, last: place };
    events = [];
  }
}
