import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import type { Verdict } from "../../../runtime/ports/processor-store.ts";
import { RecordRejected, StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { received } from "../../support/core/events.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { journal, processPorts, storeOf } from "../../support/core/ports.ts";

suite("processing a batch", () => {
  test("stores and announces every event and gives nothing back", async () => {
    const to = journal();
    const messages = await messagesOf(["a", "b"], to);
    const failed = await processBatch(messages, processPorts(to));
    assert.deepEqual(failed, []);
    assert.deepEqual(
      to.claims.map((records) => records.length),
      [2],
    );
    assert.deepEqual(
      to.cleared,
      to.published.map(({ eventId }) => eventId),
    );
    const [notification] = to.published;
    const event = JSON.parse(notification?.body ?? "");
    assert.equal(event.data.transactionId, "a");
    assert.equal(event.eventid, notification?.eventId);
    assert.equal(event.correlationid, "corr-a");
    assert.equal(event.dataschema, "urn:fluxa:schema:transaction.authorized:1");
    assert.deepEqual(to.metrics.get("Stored"), 2);
    assert.deepEqual(
      to.lines
        .filter(({ message }) => message === "event notified")
        .map(({ correlationId }) => correlationId),
      ["corr-a", "corr-b"],
    );
  });

  test("fetches a payload from S3; above the limit the notification refers to it", async () => {
    const to = journal();
    const messages = await messagesOf(["a"], to, { offload: true });
    await processBatch(messages, processPorts(to, { notificationInlineBytes: 10 }));
    const event = JSON.parse(to.published[0]?.body ?? "");
    assert.equal("data" in event, false);
    assert.equal(event.dataref, `/v1/events/${event.eventid}/payload`);
    assert.equal(to.claims[0]?.[0]?.canonical, [...to.objects.values()][0]);
  });

  test("announces only what was stored for the first time", async () => {
    const to = journal();
    const verdicts: Verdict[] = ["stored", "redelivered", "duplicate", "conflict"];
    const messages = await messagesOf(["a", "b", "c", "d"], to);
    const failed = await processBatch(messages, processPorts(to, { store: storeOf(to, () => verdicts) }));
    assert.deepEqual(failed, []);
    assert.equal(to.published.length, 1);
    assert.deepEqual(
      ["Stored", "Redelivered", "Duplicates", "Conflicts", "DeadLettered"].map((name) =>
        to.metrics.get(name),
      ),
      [1, 1, 1, 1, 1],
    );
    assert.deepEqual(
      to.letters.map(({ failureType, correlationId }) => [failureType, correlationId]),
      [["idempotency_conflict", "corr-d"]],
    );
  });

  test("an event that could not be published or cleared is not delivered again: it is the relay's", async () => {
    for (const topic of [
      { publish: () => Promise.reject(new Error("no SNS")) },
      { publish: async () => ({ taken: new Set<string>(), refused: new Map() }) },
    ]) {
      const to = journal();
      const failed = await processBatch(await messagesOf(["a"], to), processPorts(to, { topic }));
      assert.deepEqual([failed, to.cleared], [[], []]);
      assert.ok(
        to.lines.some(
          ({ message, correlationId }) =>
            message === "announcement left to the relay" && correlationId === "corr-a",
        ),
      );
    }
  });

  test("one bad record is judged alone, the others are stored", async () => {
    const to = journal();
    const messages = await messagesOf(["a", "bad", "c"], to);
    const store = storeOf(to, (records) => {
      if (records.some(({ event }) => event.id === "bad"))
        throw new RecordRejected("PostgreSQL refused the record (22P05).");
      return records.map(() => "stored");
    });
    const failed = await processBatch(messages, processPorts(to, { store }));
    assert.deepEqual(failed, []);
    assert.deepEqual(
      to.published.map(({ body }) => JSON.parse(body).id),
      ["a", "c"],
    );
    assert.deepEqual(
      to.letters.map(({ failureType, message }) => [failureType, message.messageId]),
      [["schema_violation", messages[1]?.messageId]],
    );
    assert.deepEqual(
      to.buried.map(({ accepted }) => accepted?.eventId),
      [to.letters[0]?.message.attributes["event_id"]],
    );
  });

  test("an outage of the store gives the whole batch back, later and unjudged, however often it was tried", async () => {
    const to = journal();
    const messages = (await messagesOf(["a", "b"], to)).map((message) => ({ ...message, receiveCount: 50 }));
    const store = storeOf(to, () => {
      throw new StoreUnavailable("connection refused");
    });
    const failed = await processBatch(messages, processPorts(to, { store }));
    assert.deepEqual(
      failed,
      messages.map(({ messageId }) => messageId),
    );
    assert.deepEqual([to.letters.length, to.claims.length], [0, 1]);
    assert.deepEqual(
      to.postponed.map(({ seconds }) => seconds),
      [675, 675],
    );
  });

  test("an outage of S3 gives only the messages back whose payload lies there", async () => {
    const to = journal();
    const [inline] = await messagesOf(["a"], to);
    const [offloaded] = await messagesOf(["b"], to, { offload: true });
    assert.ok(inline && offloaded);
    const payloads = { put: async () => {}, get: () => Promise.reject(new Error("503 Slow Down")) };
    const failed = await processBatch([inline, offloaded], processPorts(to, { payloads }));
    assert.deepEqual(failed, [offloaded.messageId]);
    assert.equal(to.published.length, 1);
  });

  test("a judged message that the dead-letter queue does not take is given back", async () => {
    const to = journal();
    const message = received("not JSON", { correlation_id: "corr-x" });
    const failed = await processBatch(
      [message],
      processPorts(to, { deadLetters: { send: async () => new Set() } }),
    );
    assert.deepEqual(failed, [message.messageId]);
    assert.deepEqual([to.buried.length, to.postponed.length], [0, 1]);
  });

  test("a dead event that cannot be written to the store is dead all the same", async () => {
    const to = journal();
    const store = { ...storeOf(to, () => []), bury: () => Promise.reject(new StoreUnavailable("down")) };
    assert.deepEqual(await processBatch([received("not JSON")], processPorts(to, { store })), []);
    assert.equal(to.letters.length, 1);
  });

  test("a failing back-off does not fail the invocation", async () => {
    const to = journal();
    const store = storeOf(to, () => {
      throw new StoreUnavailable("down");
    });
    const redelivery = { postpone: () => Promise.reject(new Error("throttled")) };
    const messages = await messagesOf(["a"], to);
    assert.equal((await processBatch(messages, processPorts(to, { store, redelivery }))).length, 1);
  });

  test("a message without a correlation id is counted and gets its own id as one", async () => {
    const to = journal();
    const message = received("not JSON");
    await processBatch([message], processPorts(to));
    assert.equal(to.letters[0]?.correlationId, message.messageId);
    assert.equal(to.metrics.get("CorrelationMissing"), 1);
  });
});
