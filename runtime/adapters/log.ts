import { Logger } from "tslog";
import type { Log, LogFields } from "../ports/log.ts";

type Level = "debug" | "info" | "warn" | "error";

interface Line extends Record<string, unknown> {
  readonly message: string;
}

const minLevels = { debug: 2, info: 3, warn: 4, error: 5 } as const satisfies Record<Level, number>;

/** Structured log lines on standard output, one JSON object each, with its correlation id. */
export function structuredLog(functionName: string, level: Level): Log & { flush(): Promise<void> } {
  const logger = new Logger<Line>({ type: "hidden", minLevel: minLevels[level], stack: { capture: "off" } });
  logger.attachTransport({
    // Its own JSON format repeats date, level, host and version in every line, which CloudWatch bills.
    format: ({ _logMeta: meta, ...line }) =>
      JSON.stringify({
        time: meta?.date,
        level: meta?.logLevelName.toLowerCase(),
        function: functionName,
        ...line,
      }),
    write: (_record, line) => void process.stdout.write(`${line}\n`),
  });
  return {
    info: (message, fields) => void logger.info({ message, ...safe(fields) }),
    warn: (message, fields) => void logger.warn({ message, ...safe(fields) }),
    error: (message, fields) => void logger.error({ message, ...safe(fields) }),
    flush: () => logger.flush(),
  };
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
