import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fingerprintOf } from "../../../runtime/core/identity.ts";
import { Problem } from "../../../runtime/core/problem.ts";
import { readPayload, readReceipt } from "../../../runtime/core/receipts.ts";
import type { ReceiptFacts, StoredFacts } from "../../../runtime/ports/receipt-store.ts";

const eventId = "00000000-0000-8000-8000-000000000001";
const scope = { producer: "shop" };

const persisted: StoredFacts = {
  eventId,
  status: "persisted",
  correlationId: "corr-1",
  producer: "shop",
  fingerprint: "f".repeat(64),
  acceptedAt: "2026-11-22T17:48:00.000Z",
  persistedAt: "2026-11-22T17:48:01.000Z",
  notifiedAt: null,
  duplicates: 0,
  conflicts: 0,
  stored: undefined,
};
const notified: StoredFacts = { ...persisted, status: "notified", notifiedAt: "2026-11-22T17:48:02.000Z" };

/** Ports whose clock moves only while it is waited; the store's answer changes after so many looks. */
function waitingFor(answers: readonly (ReceiptFacts | undefined)[]) {
  let time = 0;
  let looks = 0;
  const pauses: number[] = [];
  const ports = {
    receipts: {
      receipt: async () => answers[Math.min(looks++, answers.length - 1)],
      payload: () => assert.fail("not asked for"),
    },
    now: () => time,
    pause: async (milliseconds: number) => {
      assert.ok(milliseconds > 0);
      pauses.push(milliseconds);
      time += milliseconds;
    },
  };
  return { ports, waited: () => time, looks: () => looks, pauses };
}

suite("a receipt", () => {
  test("is answered as it is when nobody waits", async () => {
    const { ports, looks } = waitingFor([persisted]);
    const { stored: _, ...expected } = persisted;
    assert.deepEqual(await readReceipt(eventId, scope, 0, ports), { ...expected, event: null });
    assert.equal(looks(), 1);
  });

  test("is waited for until the event is notified, even when it is not there yet", async () => {
    const { ports, waited } = waitingFor([undefined, undefined, persisted, notified]);
    assert.equal((await readReceipt(eventId, scope, 10, ports)).status, "notified");
    assert.ok(waited() < 10_000);
  });

  test("is looked at less and less often, but twice a second", async () => {
    const { ports, pauses } = waitingFor([persisted]);
    await readReceipt(eventId, scope, 2, ports);
    assert.deepEqual(pauses, [25, 50, 100, 200, 400, 500, 500, 225]);
  });

  test("is waited for until the event is dead", async () => {
    const dead = {
      eventId,
      status: "dead",
      correlationId: "c",
      producer: "shop",
      fingerprint: null,
      acceptedAt: null,
      deadAt: "2026-11-22T17:48:02.000Z",
      failureType: "payload_missing",
      failureReason: "gone",
    } as const;
    const { ports } = waitingFor([undefined, dead]);
    assert.deepEqual(await readReceipt(eventId, scope, 10, ports), dead);
  });

  test("is answered as it is when the time is over, looking seldom", async () => {
    const { ports, waited, looks } = waitingFor([persisted]);
    assert.equal((await readReceipt(eventId, scope, 10, ports)).status, "persisted");
    assert.equal(waited(), 10_000);
    assert.ok(looks() < 40, `${looks()} looks`);
  });

  test("of an unknown event is a 404 that says when to ask again", async () => {
    const { ports } = waitingFor([undefined]);
    await assert.rejects(
      readReceipt(eventId, scope, 0, ports),
      (error) => error instanceof Problem && error.code === "event_not_found" && error.retryAfter === 1,
    );
  });
});

suite("a stored payload", () => {
  const data = { b: 1, a: "\u00e9" };
  const canonical = '{"a":"\u00e9","b":1}';
  const receipts = (fingerprint: string) => ({
    receipt: () => assert.fail("not asked for"),
    payload: async () => ({ data, fingerprint }),
  });

  test("is answered in canonical form with the digest of its bytes", async () => {
    const found = await readPayload(eventId, scope, { receipts: receipts(fingerprintOf(canonical)) });
    assert.equal(found.canonical, canonical);
    assert.equal(
      found.contentDigest,
      `sha-256=:${Buffer.from(fingerprintOf(canonical), "hex").toString("base64")}:`,
    );
  });

  test("that does not match its fingerprint any more is never handed out", async () => {
    await assert.rejects(
      readPayload(eventId, scope, { receipts: receipts("0".repeat(64)) }),
      (error) => error instanceof Problem && error.code === "internal_error",
    );
  });
});
