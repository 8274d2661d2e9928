import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createReceiptStore } from "../../../runtime/adapters/postgres/receipt-store.ts";
import { Timestamp } from "../../../runtime/contract/timestamp.ts";
import type { DeadEvent, ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { ReceiptStore } from "../../../runtime/ports/receipt-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { again, contradicting, verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("receipts", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let receipts: ReceiptStore;

  before(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    receipts = createReceiptStore(await database.pool("fluxa_query"), { inlineBytes: 100 });
  });
  after(() => database.drop());

  test("a stored event is persisted, then notified, with its times in RFC 3339 and what was stored", async () => {
    const event = verifiedEvent();
    await store.claim([event]);
    const before = await receipts.receipt(event.eventId, "all");
    await store.clear([event.eventId]);
    const { persistedAt, notifiedAt, ...facts } = storedReceipt(await receipts.receipt(event.eventId, "all"));

    const { acceptanceId, userId, ...stored } = event;
    assert.equal(before?.status, "persisted");
    assert.deepEqual(facts, {
      eventId: event.eventId,
      status: "notified",
      correlationId: event.correlationId,
      producer: "shop",
      fingerprint: event.fingerprint,
      acceptedAt: event.receivedAt,
      duplicates: 0,
      conflicts: 0,
      stored,
    });
    assert.ok(v.is(Timestamp, persistedAt) && persistedAt.endsWith("Z"));
    assert.ok(v.is(Timestamp, notifiedAt) && notifiedAt !== null && notifiedAt >= persistedAt);
  });

  test("duplicates and conflicts are counted and leave the first event as it was", async () => {
    const event = verifiedEvent();
    await store.claim([event, again(event), contradicting(event)]);

    const { duplicates, conflicts, acceptedAt, stored } = storedReceipt(
      await receipts.receipt(event.eventId, "all"),
    );

    assert.deepEqual(
      { duplicates, conflicts, acceptedAt },
      {
        duplicates: 1,
        conflicts: 1,
        acceptedAt: event.receivedAt,
      },
    );
    assert.equal(stored?.canonical, event.canonical);
  });

  test("a large payload is left out of the receipt and is there whole on its own", async () => {
    const event = verifiedEvent({ canonical: `{"blob":"${"x".repeat(1_000_000)}"}` });
    await store.claim([event]);

    const { stored } = storedReceipt(await receipts.receipt(event.eventId, "all"));
    assert.equal(stored?.payloadBytes, event.payloadBytes);
    assert.equal(stored?.canonical, undefined);
    assert.deepEqual(await receipts.payload(event.eventId, "all"), {
      data: JSON.parse(event.canonical),
      fingerprint: event.fingerprint,
    });
  });

  test("a producer sees its own events and payloads, and no others'", async () => {
    const event = verifiedEvent();
    await store.claim([event]);

    assert.equal((await receipts.receipt(event.eventId, { producer: "shop" }))?.producer, "shop");
    assert.notEqual(await receipts.payload(event.eventId, { producer: "shop" }), undefined);
    assert.equal(await receipts.receipt(event.eventId, { producer: "other" }), undefined);
    assert.equal(await receipts.payload(event.eventId, { producer: "other" }), undefined);
  });

  test("an event that nobody sent has neither receipt nor payload", async () => {
    const { eventId } = verifiedEvent();

    assert.equal(await receipts.receipt(eventId, "all"), undefined);
    assert.equal(await receipts.payload(eventId, "all"), undefined);
  });

  test("the receipt outlives the event's partition", async () => {
    const event = verifiedEvent();
    await store.claim([event]);
    const owner = await database.pool("fluxa_migrator");
    await owner.query(sql.type(v.unknown())`delete from event where event_id = ${event.eventId}::uuid`);

    const { status, correlationId, stored } = storedReceipt(await receipts.receipt(event.eventId, "all"));
    assert.deepEqual(
      { status, correlationId, stored },
      {
        status: "persisted",
        correlationId: null,
        stored: undefined,
      },
    );
    assert.equal(await receipts.payload(event.eventId, "all"), undefined);
  });

  test("an event that was judged before it was stored is dead, with type and reason", async () => {
    const event = verifiedEvent();
    await store.bury([
      dead(event, { failureType: "fingerprint_mismatch", failureReason: "Another digest." }),
    ]);

    const receipt = await receipts.receipt(event.eventId, { producer: "shop" });

    assert.ok(receipt?.status === "dead");
    const { deadAt, ...facts } = receipt;
    assert.ok(v.is(Timestamp, deadAt));
    assert.deepEqual(facts, {
      eventId: event.eventId,
      status: "dead",
      correlationId: event.correlationId,
      producer: "shop",
      fingerprint: event.fingerprint,
      acceptedAt: event.receivedAt,
      failureType: "fingerprint_mismatch",
      failureReason: "Another digest.",
    });
    assert.equal(await receipts.receipt(event.eventId, { producer: "other" }), undefined);
  });

  test("a conflict does not make an event dead, and neither does a judgement that a redrive mended", async () => {
    const conflicting = verifiedEvent();
    await store.bury([dead(conflicting, { failureType: "idempotency_conflict" })]);
    assert.equal(await receipts.receipt(conflicting.eventId, "all"), undefined);

    const redriven = verifiedEvent();
    await store.bury([dead(redriven)]);
    assert.equal((await receipts.receipt(redriven.eventId, "all"))?.status, "dead");
    await store.claim([again(redriven)]);
    assert.equal((await receipts.receipt(redriven.eventId, "all"))?.status, "persisted");
  });

  test("a message is buried once, whatever comes of it later", async () => {
    const event = verifiedEvent();
    const first = dead(event, { failureReason: "first" });
    await store.bury([first]);
    await store.bury([{ ...first, failureReason: "second" }, first]);

    const receipt = await receipts.receipt(event.eventId, "all");
    assert.equal(receipt?.status === "dead" && receipt.failureReason, "first");
  });

  test("burying never fails on what a message brought along", async () => {
    const event = verifiedEvent();
    const awful = "\0\ud800\u{1f600}\uffff\n".repeat(1000);
    await store.bury([
      dead(undefined, { messageId: awful, failureReason: awful, correlationId: awful, attempts: 1e99 }),
      dead(undefined, { messageId: "nothing", failureReason: "", correlationId: "", attempts: Number.NaN }),
      dead(event, { failureReason: `a${"\u{1f600}".repeat(1000)}` }),
    ]);
    await store.bury([]);

    const receipt = await receipts.receipt(event.eventId, "all");
    // 1024 bytes hold one letter and 255 characters of four bytes; the next is not cut in half.
    assert.equal(receipt?.status === "dead" && receipt.failureReason, `a${"\u{1f600}".repeat(255)}`);
  });
});

let messages = 0;

function dead(accepted: VerifiedEvent | undefined, fields: Partial<DeadEvent> = {}): DeadEvent {
  messages += 1;
  return {
    messageId: `message-${messages}`,
    failureType: "schema_violation",
    failureReason: "The payload does not match.",
    attempts: 1,
    correlationId: accepted?.correlationId ?? "unknown",
    accepted,
    ...fields,
  };
}

function storedReceipt(facts: Awaited<ReturnType<ReceiptStore["receipt"]>>) {
  if (facts === undefined || facts.status === "dead")
    return assert.fail("There is no receipt of a stored event.");
  return facts;
}
