import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";
import { PayloadMissing } from "../../../runtime/ports/payload-store.ts";
import { RecordRejected } from "../../../runtime/ports/store-errors.ts";
import { messagesOf } from "../../support/core/messages.ts";
import {
  firstId,
  type Journal,
  journal,
  processPorts,
  rejects,
  storeOf,
  storeThat,
} from "../../support/core/ports.ts";
import { told } from "../../support/core/told.ts";

let to: Journal;
beforeEach(() => {
  to = journal();
});

suite("the log of what is dead", () => {
  const rejected = () =>
    storeThat(to, { claim: rejects(new RecordRejected("PostgreSQL refused\u00a0\u00a0it (22P05).")) });

  test("names the message, the reason in plain ASCII and where it came from", async () => {
    const messages = await messagesOf(["a"], to);
    const { lines } = await told(messages, to, rejected);
    assert.deepEqual(lines, [
      `warn event dead-lettered: correlationId=corr-a eventId=${messages[0]?.attributes["event_id"]} ` +
        `acceptanceId=${firstId} producer=shop messageId=${messages[0]?.messageId} ` +
        "failureType=schema_violation failureReason=PostgreSQL refused?it (22P05).",
    ]);
    assert.equal(to.buried[0]?.failureReason, to.letters[0]?.failureReason);
  });

  test("cuts a long reason, and never leaves it empty", async () => {
    const long = storeThat(to, { claim: rejects(new RecordRejected("x".repeat(5_000))) });
    await told(await messagesOf(["a"], to), to, () => long);
    await told(await messagesOf(["b"], to), to, () =>
      storeThat(to, { claim: rejects(new RecordRejected("")) }),
    );
    assert.deepEqual(
      to.letters.map(({ failureReason }) => failureReason),
      ["x".repeat(1_024), "unknown"],
    );
  });

  test("says what a conflict is, and that a payload is gone", async () => {
    await told(await messagesOf(["a"], to), to, () => ({ store: storeOf(to, () => ["conflict"]) }));
    const gone = {
      put: async () => undefined,
      get: rejects(new PayloadMissing("There is no payload in S3 at k.")),
    };
    await told(await messagesOf(["b"], to, { offload: true }), to, () => ({ payloads: gone }));
    assert.deepEqual(
      to.letters.map(({ failureReason }) => failureReason),
      [
        `The event ${to.claims[0]?.[0]?.eventId} was stored before with another payload or type; it stays as it was.`,
        "There is no payload in S3 at k.",
      ],
    );
  });

  for (const [error, label] of [
    [Object.assign(new TypeError("quotes SECRET"), { code: "XX000" }), "TypeError XX000"],
    [new RangeError("quotes SECRET"), "RangeError"],
    [Object.assign(new Error("quotes SECRET"), { code: 7 }), "Error"],
    ["SECRET", "an unknown error"],
  ] as const) {
    test(`says how often an event failed, and of ${label} no more than its name`, async () => {
      const { memory } = processPorts(to);
      await told(await messagesOf(["healthy"], to), to, () => ({ memory }));
      const messages = await messagesOf(["bad"], to, { receiveCount: 9 });
      const claim = () => Promise.reject(error);
      await told(messages, to, () => ({ memory, ...storeThat(to, { claim }) }));
      const reason = `The event failed 9 times while others were stored, last with ${label}.`;
      assert.deepEqual(
        to.letters.map(({ failureType, failureReason }) => [failureType, failureReason]),
        [["attempts_exhausted", reason]],
      );
    });
  }

  test("says when the dead-letter queue did not take it, and gives it back", async () => {
    const messages = await messagesOf(["a"], to);
    const { lines, back } = await told(messages, to, () => ({
      ...rejected(),
      deadLetters: { send: async () => new Set() },
    }));
    const [id] = messages.map(({ messageId }) => messageId);
    assert.deepEqual(lines, [`warn dead letter not taken: correlationId=corr-a messageId=${id}`]);
    assert.deepEqual([back, to.buried], [[id], []]);
  });

  test("says when the store took no note of it, and that is all", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to), to, () => {
      const { store } = rejected();
      return { store: { ...store, bury: rejects(new Error("no database")) } };
    });
    assert.deepEqual(back, []);
    assert.equal(
      lines[1],
      "warn dead event not written to the store: correlationId=corr-a error=[Error: no database]",
    );
  });
});
