import type { Replay } from "../../../runtime/contract/replays.ts";
import type { Command } from "../../../runtime/operations/commands.ts";
import type { Advised } from "../../../runtime/operations/operate.ts";
import type { ReplayCount } from "../../../runtime/operations/replay/count-replay.ts";
import { table } from "../table.ts";

/** The answer of a command for a person; what has no table is printed as JSON. */
export function printed(command: Command, answer: unknown): string {
  switch (command.command) {
    case "replays.start":
      return command.dryRun ? countText(answer as ReplayCount) : replayText(answer as Advised<Replay>);
    case "replays.resume":
    case "replays.stop":
      return replayText(answer as Advised<Replay>);
    case "replays.list":
      return replaysText(answer as readonly Replay[]);
    default:
      return `${JSON.stringify(answer, null, 2)}\n`;
  }
}

function countText({ selected, complete }: ReplayCount): string {
  const partly = complete ? "" : " There are more than could be counted in this time: see --seconds.";
  return `${selected} events would be announced again.${partly}\n`;
}

function replayText({ id, counts, reached, advice }: Advised<Replay>): string {
  return `${advice}\n${counts.announced} announced, ${counts.refused} refused, up to those received at ${reached.receivedAt}.\nIts record: npm run replay -- show ${id}\n`;
}

function replaysText(replays: readonly Replay[]): string {
  const rows = replays.map(({ id, startedAt, actor, state, reason, selection, counts }) => [
    id,
    startedAt,
    actor,
    reason === null ? state : `${state}: ${reason}`,
    selection.from,
    selection.to,
    ...[counts.announced, counts.refused].map(String),
  ]);
  return table(["replay", "started", "actor", "state", "from", "to", "announced", "refused"], rows);
}
