import type { Progress } from "../../runtime/operations/operate.ts";
import { progressText } from "./progress-text.ts";

/** How often a line is written where lines stay; milliseconds. */
const everyMs = 5_000;

/** Shows how far a run is: one line that changes on a terminal, a line now and then elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): {
  show(progress: Progress): void;
  end(): void;
} {
  let last = 0;
  let shown = false;
  return {
    show(progress) {
      if (!stream.isTTY && Date.now() - last < everyMs) return;
      last = Date.now();
      shown = true;
      stream.write(stream.isTTY ? `\r\u001b[K${progressText(progress)}` : `${progressText(progress)}\n`);
    },
    end() {
      if (shown && stream.isTTY) stream.write("\n");
    },
  };
}
