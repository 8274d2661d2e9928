import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as v from "valibot";
import { DeadEventFilter } from "../../../runtime/contract/dead-events.ts";
import { commonReason } from "../../../runtime/operations/dead-events/common-reason.ts";
import {
  beforeDeath,
  type DeadEvent,
  deadEventOf,
} from "../../../runtime/operations/dead-events/dead-event.ts";
import { matcher } from "../../../runtime/operations/dead-events/matches.ts";
import { readBody } from "../../../runtime/operations/dead-events/read-body.ts";
import type { Letter } from "../../../runtime/operations/ports.ts";

const eventId = "00000000-0000-8000-8000-000000000001";

const event: DeadEvent = {
  letterId: "letter-1",
  eventId,
  failureType: "schema_violation",
  failureReason: "The payload does not match the schema at data.amount.",
  attempts: 1,
  producer: "shop",
  type: "transaction.authorized",
  subject: null,
  correlationId: "corr-1",
  deadAt: "2026-11-22T17:48:00.000Z",
  acceptedAt: null,
  payloadBytes: null,
};

const fits = (filter: DeadEventFilter, changes: Partial<DeadEvent> = {}) =>
  matcher(filter)({ ...event, ...changes });

suite("a filter of dead events", () => {
  test("means every event when it is empty", () => assert.equal(fits({}), true));

  const chosen: readonly (readonly [DeadEventFilter, DeadEventFilter])[] = [
    [{ failureTypes: ["schema_violation"] }, { failureTypes: ["payload_missing", "unjudged"] }],
    [{ producers: ["bank", "shop"] }, { producers: ["bank"] }],
    [{ types: ["transaction.authorized"] }, { types: ["transaction.captured"] }],
    [{ eventIds: [eventId] }, { eventIds: ["00000000-0000-8000-8000-000000000002"] }],
    [{ reason: "DATA.Amount" }, { reason: "data.currency" }],
    [{ from: "2026-11-22T17:48:00Z" }, { from: "2026-11-22T17:48:00.001Z" }],
    [{ to: "2026-11-22T19:48:00.001+02:00" }, { to: "2026-11-22T17:48:00Z" }],
  ];
  for (const [fitting, other] of chosen) {
    test(`takes ${JSON.stringify(fitting)} and leaves ${JSON.stringify(other)}`, () => {
      assert.equal(fits(fitting), true);
      assert.equal(fits(other), false);
      for (const [another] of chosen) {
        assert.equal(fits({ ...another, ...fitting }), true);
        assert.equal(fits({ ...another, ...other }), false);
      }
    });
  }

  test("with a part that the event does not tell means it not", () => {
    assert.equal(fits({ producers: ["shop"] }, { producer: null }), false);
    assert.equal(fits({ eventIds: [eventId] }, { eventId: null }), false);
    assert.equal(fits({ reason: "x" }, { failureReason: null }), false);
  });

  test("refuses what it does not know and lists without an entry", () => {
    for (const wrong of [
      { producer: "shop" },
      { producers: [] },
      { from: "yesterday" },
      { failureTypes: ["A b"] },
    ]) {
      assert.equal(v.is(DeadEventFilter, wrong), false, JSON.stringify(wrong));
    }
  });
});

suite("a common reason", () => {
  const reasons: readonly (readonly [string, string])[] = [
    ["There is no payload in S3 at payloads/shop/0f/ab.json.", "There is no payload in S3 at <path>."],
    [`The event ${eventId} was stored before.`, "The event <id> was stored before."],
    ["The store failed 8 times on this event.", "The store failed <n> times on this event."],
    ["At items.12.amount since 2026-11-22T17:48:00.123Z.", "At items.<n>.amount since <time>."],
    [`Fingerprint ${"a1".repeat(32)} differs.`, "Fingerprint <hash> differs."],
    ["No schema of transaction.authorized at amount.", "No schema of transaction.authorized at amount."],
  ];
  for (const [reason, common] of reasons) {
    test(common, () => assert.equal(commonReason(reason), common));
  }
});

suite("a letter", () => {
  const letter = (body: string, attributes: Letter["attributes"] = {}): Letter => {
    return { letterId: "l", receiptHandle: "r", body, attributes, group: undefined, sentAt: 0 };
  };
  const text = (value: string) => ({ dataType: "String", text: value });

  test("that nobody judged is unjudged, whatever its body", () => {
    for (const body of ["", "null", "[]", '"x"', "{", '{"event":{}}', '{"event":1,"eventId":2}']) {
      const { failureType, eventId: id, producer } = deadEventOf(letter(body));
      assert.deepEqual([failureType, id, producer], ["unjudged", null, null], body);
    }
  });

  test("tells its event's id by its attribute when its body does not", () => {
    assert.equal(deadEventOf(letter("{", { event_id: text(eventId) })).eventId, eventId);
    assert.equal(deadEventOf(letter("{", { event_id: text("' or 1=1") })).eventId, null);
  });

  test("tells what is right beside what is wrong", () => {
    const body = { eventId: 7, producer: "shop", event: { type: "transaction.authorized", id: "\u0000" } };
    const facts = readBody(JSON.stringify(body));
    assert.deepEqual(
      [facts.eventId, facts.producer, facts.type, facts.sourceId],
      [undefined, "shop", "transaction.authorized", undefined],
    );
  });

  test("goes back without what its death added, and with all else", () => {
    const kept = { event_id: text(eventId), blob: { dataType: "Binary", bytes: Uint8Array.of(1) } };
    const added = { failure_type: text("x"), failure_reason: text("y"), attempts: text("1") };
    assert.deepEqual(beforeDeath(letter("{}", { ...kept, ...added })), letter("{}", kept));
  });
});
