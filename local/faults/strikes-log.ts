import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { StrikeReport } from "./strike-report.ts";

/** The rule of a strike that nobody left to chance. */
export const byHand = "by hand";

/** Counts the strikes of an instance by their rules and writes each down as a JSON line. */
export class StrikesLog {
  readonly #counts = new Map<string, number>();
  readonly #file: WriteStream;

  constructor(path: string) {
    this.#file = createWriteStream(path, { flags: "a" });
  }

  write(report: StrikeReport): void {
    if (this.#file.writableEnded) return;
    if (report.rule !== byHand) this.#counts.set(report.rule, (this.#counts.get(report.rule) ?? 0) + 1);
    this.#file.write(`${JSON.stringify(report)}\n`);
  }

  /** Something that a fault was to do and could not. */
  error(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#file.write(`${JSON.stringify({ time: new Date().toISOString(), error: message })}\n`);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  async close(): Promise<void> {
    this.#file.end();
    await finished(this.#file);
  }
}
