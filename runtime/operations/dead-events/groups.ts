import { commonReason } from "./common-reason.ts";
import type { DeadEvent } from "./dead-event.ts";
import type { SweepPorts } from "./letter-sweep.ts";
import { type Seen, type SurveyOptions, survey } from "./survey.ts";

/** Dead events that died of the same cause. */
interface DeadEventGroup {
  readonly failureType: string;
  /** Without what is particular to one event. */
  readonly reason: string | null;
  readonly count: number;
  readonly oldest: string;
  readonly newest: string;
  /** How many of each producer. */
  readonly producers: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, number>>;
  /** The event id of one of them. */
  readonly example: string | null;
}

export interface DeadEventGroups extends Seen {
  /** Largest first. */
  readonly groups: readonly DeadEventGroup[];
}

/** What the dead-letter queue holds, by failure type and cause; also the dry run of a redrive. */
export async function groupDeadEvents(options: SurveyOptions, ports: SweepPorts): Promise<DeadEventGroups> {
  const groups = new Map<string, DeadEventGroup>();
  const seen = await survey(options, ports, (event) => {
    const key = `${event.failureType} ${reasonOf(event)}`;
    groups.set(key, withEvent(groups.get(key), event));
  });
  return { groups: [...groups.values()].sort((a, b) => b.count - a.count), ...seen };
}

function withEvent(group: DeadEventGroup | undefined, event: DeadEvent): DeadEventGroup {
  const { failureType, deadAt, eventId } = event;
  return {
    failureType,
    reason: reasonOf(event),
    count: (group?.count ?? 0) + 1,
    oldest: group === undefined || deadAt < group.oldest ? deadAt : group.oldest,
    newest: group === undefined || deadAt > group.newest ? deadAt : group.newest,
    producers: counted(group?.producers, event.producer),
    types: counted(group?.types, event.type),
    example: group?.example ?? eventId,
  };
}

function reasonOf({ failureReason }: DeadEvent): string | null {
  return failureReason === null ? null : commonReason(failureReason);
}

const unknown = "unknown";

function counted(counts: Readonly<Record<string, number>> = {}, name: string | null) {
  const key = name ?? unknown;
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}
