import type { Redrive } from "../../../runtime/contract/dead-events.ts";
import type { Command } from "../../../runtime/operations/commands.ts";
import type { DeadEventGroups } from "../../../runtime/operations/dead-events/groups.ts";
import type { DeadEventPage } from "../../../runtime/operations/dead-events/list.ts";
import type { Advised } from "../../../runtime/operations/operate.ts";
import { table } from "../table.ts";

/** The answer of a command for a person; what has no table is printed as JSON. */
export function printed(command: Command, answer: unknown): string {
  switch (command.command) {
    case "deadEvents.list":
      return pageText(answer as DeadEventPage);
    case "deadEvents.groups":
      return groupsText(answer as DeadEventGroups, "there");
    case "deadEvents.redrive":
      return command.dryRun
        ? groupsText(answer as DeadEventGroups, "to be sent back")
        : redriveText(answer as Advised<Redrive>);
    case "redrives.resume":
    case "redrives.stop":
      return redriveText(answer as Advised<Redrive>);
    case "redrives.show":
      return `${JSON.stringify(answer, null, 2)}\n`;
    case "redrives.list":
      return redrivesText(answer as readonly Redrive[]);
    default:
      return `${JSON.stringify(answer, null, 2)}\n`;
  }
}

function pageText({ events, next, ...seen }: DeadEventPage): string {
  const rows = events.map(({ deadAt, failureType, producer, type, eventId, failureReason }) => [
    deadAt,
    failureType,
    producer,
    type,
    eventId,
    failureReason,
  ]);
  const more = next === null ? "" : `The next page: --after ${next}\n`;
  return (
    table(["dead at", "failure type", "producer", "type", "event id", "reason"], rows) +
    seenText(seen, "there") +
    more
  );
}

function groupsText({ groups, ...seen }: DeadEventGroups, what: string): string {
  const rows = groups.map(({ count, failureType, producers, oldest, newest, reason }) => [
    String(count),
    failureType,
    Object.entries(producers)
      .map(([name, number]) => `${name} ${number}`)
      .join(", "),
    oldest,
    newest,
    reason,
  ]);
  return (
    table(["count", "failure type", "producers", "oldest", "newest", "reason"], rows) + seenText(seen, what)
  );
}

function seenText(
  { seen, matching, complete, hidden }: Omit<DeadEventPage, "events" | "next">,
  what: string,
): string {
  const held = hidden === 0 ? "" : ` ${hidden} more could not be seen, as somebody else has them in hand.`;
  const partly = complete ? "" : " There are more than could be seen in this time: see --seconds.";
  return `${matching} of ${seen} dead events fit and are ${what}.${held}${partly}\n`;
}

function redriveText({ id, counts, advice }: Advised<Redrive>): string {
  const { sent, stored, duplicates, dead, undecided } = counts;
  const fates = `${stored} stored, ${duplicates} stored before, ${dead} dead again, ${undecided} not decided yet`;
  return `${advice}\n${sent} sent: ${fates}.\nIts record: npm run dead-events -- redrives ${id}\n`;
}

function redrivesText(redrives: readonly Redrive[]): string {
  const rows = redrives.map(({ id, startedAt, actor, state, reason, counts }) => [
    id,
    startedAt,
    actor,
    reason === null ? state : `${state}: ${reason}`,
    ...[counts.sent, counts.stored + counts.duplicates, counts.dead, counts.undecided].map(String),
  ]);
  return table(["redrive", "started", "actor", "state", "sent", "stored", "dead again", "undecided"], rows);
}
