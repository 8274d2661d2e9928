import type { DeadEvent } from "./dead-event.ts";
import type { SweepPorts } from "./letter-sweep.ts";
import { type Seen, type SurveyOptions, survey } from "./survey.ts";

export interface ListOptions extends SurveyOptions {
  /** Dead events of one page. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

export interface DeadEventPage extends Seen {
  /** Latest death first. */
  readonly events: readonly DeadEvent[];
  /** What the next page is asked for with; null on the last. */
  readonly next: string | null;
}

/** One page of dead events. SQS knows no order and no pages, so each page looks at the whole queue. */
export async function listDeadEvents(
  { limit, after, ...options }: ListOptions,
  ports: SweepPorts,
): Promise<DeadEventPage> {
  let found: DeadEvent[] = [];
  let more = false;
  const trim = () => {
    more ||= found.length > limit;
    found = found.sort(latestFirst).slice(0, limit);
  };
  const seen = await survey(options, ports, (event) => {
    if (after !== undefined && placeOf(event) >= after) return;
    found.push(event);
    if (found.length > limit * 2) trim();
  });
  trim();
  const last = found.at(-1);
  return { events: found, next: more && last !== undefined ? placeOf(last) : null, ...seen };
}

/** Moments have one length, so text stands in their order. */
function placeOf({ deadAt, letterId }: DeadEvent): string {
  return `${deadAt}/${letterId}`;
}

function latestFirst(a: DeadEvent, b: DeadEvent): number {
  return placeOf(a) < placeOf(b) ? 1 : -1;
}
