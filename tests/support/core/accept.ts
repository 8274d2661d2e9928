import assert from "node:assert/strict";
import { acceptBatch } from "../../../runtime/core/accept/accept-batch.ts";
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { Problem } from "../../../runtime/core/problem.ts";
import { acceptPorts, journal } from "./ports.ts";

const producer = { name: "shop", reader: false };
export const deadline = new AbortController().signal;
export const json = { "content-type": "application/json" };

/** Sends a body, as text or as JSON, of the producer `shop` through the core. */
export function accept(
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
  ports = acceptPorts(journal()),
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return acceptEvent({ producer, headers, body: text, correlationId: "corr-1", deadline }, ports);
}

/** Sends a batch, as text or as JSON, of the producer `shop` through the core. */
export function acceptItems(
  body: unknown,
  headers: Readonly<Record<string, string>> = json,
  ports = acceptPorts(journal()),
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return acceptBatch({ producer, headers, body: text, correlationId: "corr-1", deadline }, ports);
}

/** The problem that refused an event; fails when the event was accepted. */
export async function problemOf(attempt: Promise<unknown>): Promise<Problem> {
  const error = await attempt.then(
    () => assert.fail("the event was accepted"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Problem, String(error));
  return error;
}
