import type { DeadEventFilter } from "../../contract/dead-events.ts";
import type { DeadEvent } from "./dead-event.ts";

/** A question whether a dead event is meant; an empty filter means every one. */
export function matcher(filter: DeadEventFilter): (event: DeadEvent) => boolean {
  const reason = filter.reason?.toLowerCase();
  const [from, to] = [momentOf(filter.from), momentOf(filter.to)];
  const eventIds = filter.eventIds === undefined ? undefined : new Set(filter.eventIds);
  return (event) => {
    const deadAt = Date.parse(event.deadAt);
    return (
      includes(filter.failureTypes, event.failureType) &&
      includes(filter.producers, event.producer) &&
      includes(filter.types, event.type) &&
      (eventIds === undefined || (event.eventId !== null && eventIds.has(event.eventId))) &&
      (reason === undefined || (event.failureReason ?? "").toLowerCase().includes(reason)) &&
      (from === undefined || deadAt >= from) &&
      (to === undefined || deadAt < to)
    );
  };
}

function includes(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function momentOf(timestamp: string | undefined): number | undefined {
  return timestamp === undefined ? undefined : Date.parse(timestamp);
}
