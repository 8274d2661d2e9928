import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Attempt } from "../oracle/journal.ts";
import type { Violation } from "../oracle/promise.ts";
import type { Trail } from "../oracle/trail.ts";

/** What one event went through: requests, log lines, and everything that is left of it. */
export async function storyOf(trail: Trail, violations: readonly Violation[], logs: string): Promise<string> {
  const lines = await logLinesOf(trail, logs);
  return [
    `The story of event ${trail.eventId}`,
    ...violations.map(({ what }) => `  violated: ${what}`),
    section("requests", trail.attempts.map(attemptLine)),
    section("log lines and strikes", lines),
    section("rows", trail.rows.map(json)),
    section("claims", trail.claims.map(json)),
    section("outbox", trail.pending ? ["its notification is pending"] : []),
    section("notifications", trail.heard.map(json)),
    section("dead letters", trail.letters.map(json)),
    section("rows of dead_event", trail.deadRows.map(json)),
  ].join("\n");
}

function section(name: string, lines: readonly string[]): string {
  return [
    `  ${name}: ${lines.length === 0 ? "none" : lines.length}`,
    ...lines.map((line) => `    ${line}`),
  ].join("\n");
}

const json = (value: unknown) => JSON.stringify(value);

function attemptLine({ correlationId, sentAt, answeredAt, content, outcome }: Attempt): string {
  const what = `${content.type} ${content.fingerprint.slice(0, 12)}… ${content.payloadBytes} B`;
  return `${sentAt} ${correlationId} ${what} -> ${answeredAt || "never"} ${json(outcome)}`;
}

/** Lines that name the event or one of its requests, of all logs, in the order of their times. */
async function logLinesOf({ eventId, attempts, rows }: Trail, folder: string): Promise<readonly string[]> {
  const requests = new Set([...attempts, ...rows].map(({ correlationId }) => correlationId));
  // An id may be the beginning of another one.
  const named = [...requests].map((id) => new RegExp(`${literal(id)}(?![0-9A-Za-z])`));
  // The requests of a batch and their lines are shared with its other events.
  const ofAnother = new RegExp(`"eventId":"(?!${eventId})`);
  const concerns = (line: string) =>
    line.includes(eventId) || (!ofAnother.test(line) && named.some((pattern) => pattern.test(line)));
  const found: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.includes(".log")).sort()) {
    for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) {
      if (concerns(line)) found.push(`${file}: ${line.slice(0, lineLength)}`);
    }
  }
  return found.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const lineLength = 1_500;

function timeOf(line: string): string {
  return /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(line)?.[0] ?? "";
}
