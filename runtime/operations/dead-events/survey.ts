import type { DeadEventFilter } from "../../contract/dead-events.ts";
import { limits } from "../../contract/limits.ts";
import type { Letter } from "../ports.ts";
import { type DeadEvent, deadEventOf } from "./dead-event.ts";
import { LetterSweep, type SweepPorts } from "./letter-sweep.ts";
import { matcher } from "./matches.ts";

export interface SurveyOptions {
  readonly filter: DeadEventFilter;
  /** How long the survey may take. */
  readonly seconds: number;
}

/** How much of the queue a survey saw. */
export interface Seen {
  readonly seen: number;
  /** Those of them that fit the filter. */
  readonly matching: number;
  /** False when the time was over before the end of the queue. */
  readonly complete: boolean;
  /** Letters that could not be seen because somebody else has them in hand. */
  readonly hidden: number;
}

const receivers = 4;

/**
 * Looks at every letter and leaves the queue as it was: each letter is hidden while the survey goes
 * on and shown again at its end, or a minute later when it is killed.
 * @param visit gets the letters that fit the filter, in no order.
 */
export async function survey(
  { filter, seconds }: SurveyOptions,
  ports: SweepPorts,
  visit: (event: DeadEvent, letter: Letter) => void,
): Promise<Seen> {
  const deadline = ports.now() + seconds * 1_000;
  const sweep = new LetterSweep(ports, { isOver: () => ports.now() >= deadline, waits: false });
  const fits = matcher(filter);
  let [seen, matching] = [0, 0];
  const receive = async () => {
    for (;;) {
      const letters = await sweep.next(limits.batchEntries);
      if (letters.length === 0) return;
      sweep.leave(letters);
      seen += letters.length;
      for (const letter of letters) {
        const event = deadEventOf(letter);
        if (!fits(event)) continue;
        matching += 1;
        visit(event, letter);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: receivers }, receive));
    return { seen, matching, complete: sweep.complete, hidden: await sweep.hiddenByOthers() };
  } finally {
    await sweep.release();
  }
}
