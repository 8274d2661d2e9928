import type { Replay } from "../../../runtime/contract/replays.ts";
import type { Command } from "../../../runtime/operations/commands.ts";

/** What a script wants to know of a replay. */
export function exitCodeOf(command: Command, answer: unknown): number {
  const isReplay =
    command.command === "replays.resume" || (command.command === "replays.start" && !command.dryRun);
  if (!isReplay) return 0;
  const { state, counts } = answer as Replay;
  if (state !== "finished") return 3;
  return counts.refused > 0 ? 4 : 0;
}
