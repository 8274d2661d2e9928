import { backoffSeconds } from "./backoff.ts";
import { countFailures } from "./note-failures.ts";
import type { Attempt } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/**
 * Sets the back-off of what is delivered again, and returns its message ids. Where the delay cannot
 * be set, the queue's visibility time-out brings the message back all the same.
 */
export async function giveBack(failed: readonly Attempt[], ports: BatchPorts): Promise<readonly string[]> {
  countFailures(failed, ports.metrics);
  await postpone(failed, ports).catch((error: unknown) => {
    for (const { correlationId } of failed) ports.log.warn("back-off not set", { correlationId, error });
  });
  return failed.map(({ message }) => message.messageId);
}

async function postpone(failed: readonly Attempt[], ports: BatchPorts): Promise<void> {
  const within = ports.time.for("giveBack");
  if (failed.length === 0) return;
  if (within === 0) throw new Error("No time was left.");
  const delays = failed.map(({ message: { receiptHandle, receiveCount } }) => ({
    receiptHandle,
    seconds: backoffSeconds(receiveCount, ports.random, ports.backoff),
  }));
  await ports.redelivery.postpone(delays, within);
}
