import type { Redrive } from "../../../runtime/contract/dead-events.ts";
import type { Command } from "../../../runtime/operations/commands.ts";

/** What a script wants to know of a redrive. */
export function exitCodeOf(command: Command, answer: unknown): number {
  const isRedrive =
    command.command === "redrives.resume" || (command.command === "deadEvents.redrive" && !command.dryRun);
  if (!isRedrive) return 0;
  const { state, counts, follows } = answer as Redrive;
  if (state !== "finished") return 3;
  return counts.dead > 0 || (follows && counts.undecided > 0) ? 4 : 0;
}
