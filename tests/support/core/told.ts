import type { ProcessPorts } from "../../../runtime/core/process/ports.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";
import { type Journal, processPorts } from "./ports.ts";

/** What is left of an invocation, for a port to use up; milliseconds of 30,000. */
export interface Hourglass {
  left: number;
}

/**
 * Processes a batch and returns its log as an operator reads it: a text for each line, errors by
 * their messages and causes; metrics as they add up; and the messages that are delivered again.
 */
export async function told(
  messages: readonly ReceivedMessage[],
  to: Journal,
  changes: (time: Hourglass) => Partial<ProcessPorts> = () => ({}),
) {
  to.lines.length = 0;
  to.metrics.clear();
  const time = { left: 30_000 };
  const ports = processPorts(to, { timeLeft: () => time.left, ...changes(time) });
  const back = await processBatch(messages, ports);
  return { lines: to.lines.map(textOf), metrics: Object.fromEntries(to.metrics), back };
}

function textOf({ level, message, ...fields }: Journal["lines"][number]): string {
  const values = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`);
  return [level, `${message}:`, ...values].join(" ");
}

function shown(value: unknown): string {
  if (!(value instanceof Error)) return String(value);
  return `[${value.name}: ${value.message}${value.cause === undefined ? "" : ` < ${shown(value.cause)}`}]`;
}
