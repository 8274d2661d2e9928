import type { ReplaySelection } from "../../contract/replays.ts";
import { beforeAll } from "./before-all.ts";
import type { ReplayPorts } from "./replay-ports.ts";

/** Read from the index alone, or in a moment. */
const slice = 20_000;

export interface ReplayCount {
  readonly selected: number;
  /** False when the time was over before all were counted. */
  readonly complete: boolean;
}

/** How many events a replay would announce: its dry run. */
export async function countReplay(
  { selection, seconds }: { readonly selection: ReplaySelection; readonly seconds: number },
  { replays, now }: Pick<ReplayPorts, "replays" | "now">,
): Promise<ReplayCount> {
  const deadline = now() + seconds * 1_000;
  let selected = 0;
  for (let after = beforeAll(selection); ; ) {
    const counted = await replays.count(selection, after, slice);
    selected += counted.selected;
    if (counted.last === undefined) return { selected, complete: true };
    if (now() >= deadline) return { selected, complete: false };
    after = counted.last;
  }
}
