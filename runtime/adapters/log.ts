import { LiteLogger } from "tslog/lite";
import type { Log, LogFields } from "../ports/log.ts";

type Level = "debug" | "info" | "warn" | "error";

const levels = { debug: 2, info: 3, warn: 4, error: 5 } as const satisfies Record<Level, number>;

/**
 * Structured log lines on standard output, one JSON object each, with its correlation id; tslog's
 * own JSON repeats date, host and version in every line, which CloudWatch bills.
 */
export function structuredLog(functionName: string, least: Level): Log {
  const write = (level: Level) => (message: string, fields: LogFields) => {
    const line = { time: new Date(), level, function: functionName, message, ...safe(fields) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return new LiteLogger({
    minLevel: levels[least],
    console: { info: write("info"), warn: write("warn"), error: write("error") },
  });
}

/** An error of the database holds the statement's values, which are payloads: only what is named here is logged. */
function safe({ error, ...fields }: LogFields): Record<string, unknown> {
  return error === undefined ? fields : { ...fields, error: summaryOf(error) };
}

function summaryOf(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message.slice(0, 500),
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    stack: error.stack?.split("\n").slice(1, 8),
    ...(error.cause !== undefined && depth < 3 && { cause: summaryOf(error.cause, depth + 1) }),
  };
}
