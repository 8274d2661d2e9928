import type { LogLine } from "./log-line.ts";

/** One step on an event's way, in a word and in what is worth knowing of it. */
export interface Step {
  readonly word: string;
  readonly eventId: string;
  readonly detail: string;
  readonly tone: "good" | "plain" | "bad";
}

/** What a line of a function's log means for the person at the terminal; undefined for what is routine. */
export function describeStep(line: LogLine): Step | undefined {
  const { message, eventId = "", correlationId = "" } = line;
  const step = (word: string, tone: Step["tone"], ...details: (string | undefined)[]): Step => ({
    word,
    eventId,
    tone,
    detail: details.filter((detail) => detail !== undefined && detail !== "").join("  "),
  });
  const why = line.error?.message;
  switch (message) {
    case "event accepted":
      return step("accepted", "plain", line.type, bytes(line.payloadBytes), line.producer);
    case "event stored":
      return step("stored", "plain");
    case "event notified":
      return step("notified", "good");
    case "event duplicate":
      return step("duplicate", "plain", "stored before with the same content");
    case "event redelivered":
      return step("redelivered", "plain", "SQS delivered it again; it was stored before");
    case "event conflict":
      return step("conflict", "bad", "stored before with other content");
    case "event dead-lettered":
      return step("dead", "bad", line.failureType, line.failureReason);
    case "event put back":
      return step("put back", "bad", `attempt ${line.attempt ?? "?"}`, why);
    case "request refused":
    case "event refused":
      return step("refused", "bad", line.code, line.paths?.slice(0, 3).join(", "), correlationId);
    default:
      return /^(?:warn|error)$/i.test(line.level)
        ? step(line.level.toLowerCase(), "bad", message, why, correlationId)
        : undefined;
  }
}

function bytes(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${count} B`;
}
