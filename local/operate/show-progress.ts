import type { RedriveProgress } from "../../runtime/operations/redrive/redrive-ports.ts";

/** How often a line is written where lines stay; milliseconds. */
const everyMs = 5_000;

const phases = {
  canary: "the first messages",
  sending: "the others",
  settling: "what became of them",
} as const satisfies Record<RedriveProgress["phase"], string>;

/** Shows how far a redrive is: one line that changes on a terminal, a line now and then elsewhere. */
export function showProgress(stream: NodeJS.WriteStream): {
  show(progress: RedriveProgress): void;
  end(): void;
} {
  let last = 0;
  let shown = false;
  return {
    show(progress) {
      if (!stream.isTTY && Date.now() - last < everyMs) return;
      last = Date.now();
      shown = true;
      stream.write(stream.isTTY ? `\r\u001b[K${textOf(progress)}` : `${textOf(progress)}\n`);
    },
    end() {
      if (shown && stream.isTTY) stream.write("\n");
    },
  };
}

function textOf({ phase, counts }: RedriveProgress): string {
  const { sent, stored, duplicates, dead, undecided } = counts;
  return `${phases[phase]}: ${sent} sent, ${stored + duplicates} stored, ${dead} dead again, ${undecided} not decided yet`;
}
