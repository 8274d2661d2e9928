import type { TestEvent } from "node:test/reporters";
import type { Outcome } from "./outcome.ts";

/** A reporter for node --test: one line of JSON for each test and suite that has ended. */
export default async function* outcomes(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    if (event.data.skip !== undefined) continue;
    yield `${JSON.stringify(outcomeOf(event))}\n`;
  }
}

function outcomeOf({ data }: Extract<TestEvent, { type: "test:pass" | "test:fail" }>): Outcome {
  const { name, details } = data;
  if (!("error" in details)) return { name };
  const { error } = details;
  const cause = error.cause instanceof Error ? error.cause : error;
  const failureType = "failureType" in error ? String(error.failureType) : "unknown";
  return {
    name,
    failure: { type: failureType, assertion: cause.name === "AssertionError", message: textOf(cause) },
  };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error.cause === undefined ? [] : [textOf(error.cause)];
  return [error.message, ...causes].join(": ");
}
