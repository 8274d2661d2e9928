import { type Redrive, stopReasons } from "../../contract/dead-events.ts";

/** What a redrive came to and what to do now, for the operator. */
export function adviceOf({ id, state, reason, detail, counts, follows }: Redrive): string {
  const told = detail === null ? "" : ` ${detail}`;
  if (state === "running") return `The redrive ${id} is running.`;
  if (state === "finished") return `The redrive ${id} has finished.${told}${leftOver(counts, follows)}`;
  const why = reason === null ? "" : ` ${stopReasons[reason]}`;
  const again = counts.dead === 0 ? "" : ` The ${counts.dead} that died again are for a new redrive.`;
  return `The redrive ${id} has stopped.${why}${told} Nothing is lost: what was not sent waits in the dead-letter queue. Resume it when the cause is mended.${again}`;
}

function leftOver({ dead, undecided }: Redrive["counts"], follows: boolean): string {
  const again = dead === 0 ? "" : ` ${dead} died again and are in the dead-letter queue.`;
  const open =
    undecided === 0 || !follows
      ? ""
      : ` Of ${undecided} it is not known yet what became of them: look again.`;
  return again + open;
}
