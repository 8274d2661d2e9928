import * as v from "valibot";

const LogLine = v.object({
  level: v.string(),
  message: v.string(),
  correlationId: v.optional(v.string()),
  eventId: v.optional(v.string()),
  type: v.optional(v.string()),
  producer: v.optional(v.string()),
  payloadBytes: v.optional(v.number()),
  failureType: v.optional(v.string()),
  failureReason: v.optional(v.string()),
  code: v.optional(v.string()),
  status: v.optional(v.unknown()),
  paths: v.optional(v.array(v.string())),
  attempt: v.optional(v.number()),
  error: v.optional(v.object({ message: v.string() })),
});

export type LogLine = v.InferOutput<typeof LogLine>;

/** A line that a function's log wrote; undefined for metrics and whatever else it printed. */
export function readLogLine(line: string): LogLine | undefined {
  if (!line.startsWith("{") || line.startsWith('{"_aws"')) return undefined;
  try {
    const result = v.safeParse(LogLine, JSON.parse(line));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
