import type { Progress } from "../../runtime/operations/operate.ts";

const phases = {
  canary: "the first messages",
  sending: "the others",
  settling: "what became of them",
} as const;

/** How far a run is, for a person. */
export function progressText(progress: Progress): string {
  if (progress.phase === "replaying") {
    const { announced, refused } = progress.counts;
    return `${announced} announced, ${refused} refused, up to those received at ${progress.reached}`;
  }
  const { sent, stored, duplicates, dead, undecided } = progress.counts;
  return `${phases[progress.phase]}: ${sent} sent, ${stored + duplicates} stored, ${dead} dead again, ${undecided} not decided yet`;
}
