import assert from "node:assert/strict";
import * as v from "valibot";
import { errors } from "../../../../runtime/contract/errors.ts";
import { parseFaithfully } from "../../../../runtime/contract/faithful-json.ts";
import { limits } from "../../../../runtime/contract/limits.ts";
import { AcceptedEvent } from "../../../../runtime/contract/message.ts";
import { Problem, problemDocument } from "../../../../runtime/core/problem.ts";
import { accept, acceptItems } from "../../../support/core/accept.ts";
import { acceptPorts, type Journal, journal } from "../../../support/core/ports.ts";

type Headers = Readonly<Record<string, string>>;

/** Where payloads of the producer `shop` may lie; nothing that a producer sends shows in a key. */
export const ownKey = /^payloads\/shop\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{64}\.json$/;

/** Sends a body that may be anything: it is taken whole, or refused with a problem of the caller's own making. */
export async function expectSafe(body: string, headers: Headers): Promise<void> {
  const to = journal();
  const ports = acceptPorts(to, { inlineLimitBytes: 100 });
  const outcome = await accept(body, headers, ports).catch((error: unknown) => error);
  if (outcome instanceof Error) expectRefusal(outcome);
  else assert.equal(to.sent.length, 1);
  expectNoHarm(to);
}

export async function expectSafeBatch(body: string, headers: Headers): Promise<void> {
  const to = journal();
  const ports = acceptPorts(to, { inlineLimitBytes: 100 });
  const outcome = await acceptItems(body, headers, ports).catch((error: unknown) => error);
  if (Array.isArray(outcome)) {
    for (const result of outcome) if ("problem" in result) expectRefusal(result.problem);
    assert.equal(outcome.filter((result) => "acceptance" in result).length, to.sent.length);
  } else expectRefusal(outcome);
  expectNoHarm(to);
}

function expectRefusal(error: unknown): void {
  assert.ok(error instanceof Problem, error instanceof Error ? (error.stack ?? "") : String(error));
  assert.ok(Object.hasOwn(errors, error.code));
  assert.ok(error.status >= 400 && error.status < 500, error.code);
  const document = JSON.stringify(problemDocument(error, "corr-1"));
  assert.ok(document.isWellFormed());
  assert.ok(document.length < limits.lambdaPayloadBytes / 4, `the answer has ${document.length} characters`);
}

function expectNoHarm({ sent, objects }: Journal): void {
  assert.equal(Object(JSON.parse("{}")).polluted, undefined);
  assert.deepEqual(Object.keys(Object.prototype), []);
  for (const key of objects.keys()) assert.match(key, ownKey);
  for (const { body, attributes, group, bytes } of sent) {
    assert.match(body, /^[\x20-\x7e]+$/);
    const message = v.parse(AcceptedEvent, parseFaithfully(body));
    assert.equal(message.producer, "shop");
    if (message.payloadKey !== undefined) assert.ok(objects.has(message.payloadKey));
    for (const value of Object.values(attributes)) assert.match(value, /^[\x21-\x7e]{1,256}$/);
    assert.equal(group, "shop");
    assert.ok(bytes <= limits.queueMessageBytes);
  }
}
