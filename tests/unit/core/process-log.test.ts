import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";
import { StoreBusy, StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
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

suite("the log of what went well", () => {
  test("names a stored event, its acceptance and its producer, and measures its way in milliseconds", async () => {
    const now = processPorts(to).now() + 1_500;
    const { lines, metrics } = await told(await messagesOf(["a"], to), to, () => ({ now: () => now }));
    const id = to.claims[0]?.[0]?.eventId;
    assert.deepEqual(lines, [
      `info event stored: correlationId=corr-a eventId=${id} acceptanceId=${firstId} producer=shop`,
      `info event notified: correlationId=corr-a eventId=${id}`,
    ]);
    assert.deepEqual(metrics, {
      StoreLatency: 0,
      Stored: 1,
      EndToEndLatency: 1_500,
      Notified: 1,
      NotificationLatency: 1_500,
    });
  });

  test("measures no way of what was stored before, and no negative one when clocks differ", async () => {
    const now = processPorts(to).now() - 9_000;
    const store = storeOf(to, () => ["stored", "redelivered", "duplicate"]);
    const { lines, metrics } = await told(await messagesOf(["a", "b", "c"], to), to, () => ({
      store,
      now: () => now,
    }));
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["info event stored", "info event redelivered", "info event duplicate", "info event notified"],
    );
    assert.deepEqual(
      [metrics["Stored"], metrics["Redelivered"], metrics["Duplicates"], metrics["EndToEndLatency"]],
      [1, 1, 1, 0],
    );
    assert.equal(metrics["NotificationLatency"], 0);
  });
});

suite("the log of what goes back to the queue", () => {
  const putBack = "warn event put back: correlationId=corr-a eventId=";

  test("says that the database is away, and once that its circuit is open", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to, { receiveCount: 3 }), to, () =>
      storeThat(to, { claim: rejects(new StoreUnavailable("connection refused")) }),
    );
    const error = "error=[StoreUnavailable: connection refused]";
    assert.equal(back.length, 1);
    assert.match(lines[1] ?? "", new RegExp(`^${putBack}[0-9a-f-]{36} attempt=3 outage=store`));
    assert.deepEqual(
      [lines[0], lines[1]?.endsWith(error), lines.length],
      [`warn circuit opened: correlationId=corr-a dependency=store ${error}`, true, 2],
    );
  });

  test("says that the database had no room for it, which opens no circuit", async () => {
    const { lines } = await told(await messagesOf(["a"], to), to, () =>
      storeThat(to, { claim: rejects(new StoreBusy("deadlock")) }),
    );
    assert.deepEqual(lines.length, 1);
    assert.match(lines[0] ?? "", / attempt=1 outage=busy error=\[StoreBusy: deadlock\]$/);
  });

  test("blames the database for an error that nobody knows, when it took no event before", async () => {
    const { lines } = await told(await messagesOf(["a"], to), to, () =>
      storeThat(to, { claim: rejects(new Error("no such column")) }),
    );
    const error = "[Error: no such column]";
    assert.equal(lines[0], `warn circuit opened: correlationId=corr-a dependency=store error=${error}`);
    const excuse = "The database fails whatever it is asked.";
    assert.ok(lines[1]?.endsWith(`outage=store error=[StoreUnavailable: ${excuse} < ${error}]`), lines[1]);
  });

  test("says that the store left a verdict out", async () => {
    const { lines } = await told(await messagesOf(["a"], to), to, () =>
      storeThat(to, { claim: async () => [] }),
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /attempt=1 outage=undefined error=\[Error: The store gave no verdict\.\]$/);
  });

  test("says that S3 did not give the payload, and once that its circuit is open", async () => {
    const messages = await messagesOf(["a", "b"], to, { offload: true });
    let asked = 0;
    const { lines, metrics } = await told(messages, to, () => ({
      payloads: {
        put: async () => undefined,
        get: async () => {
          asked += 1;
          throw new Error("slow down");
        },
      },
    }));
    const failure = "outage=payloads error=[NotFetched: S3 did not give the payload. < [Error: slow down]]";
    assert.equal(
      lines[0],
      "warn circuit opened: correlationId=corr-a dependency=payloads error=[Error: slow down]",
    );
    assert.ok(lines[1]?.endsWith(failure), lines[1]);
    assert.equal(asked, 2);
    assert.equal(metrics["StorageFailures"], 2);
    assert.equal(metrics["CircuitOpened"], 1);
  });

  test("asks S3 no more while its circuit is open", async () => {
    const { memory } = processPorts(to);
    memory.payloads.failed();
    const messages = await messagesOf(["a"], to, { offload: true });
    const { lines, metrics } = await told(messages, to, () => ({ memory }));
    assert.deepEqual(lines.length, 1);
    assert.match(lines[0] ?? "", /outage=payloads error=\[NotFetched: S3 did not answer a moment ago\.\]$/);
    assert.equal(metrics["StorageFailures"], 1);
  });

  test("says when its back-off could not be set", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to), to, () => ({
      ...storeThat(to, { claim: rejects(new StoreBusy("deadlock")) }),
      redelivery: { postpone: rejects(new Error("SQS is away")) },
    }));
    assert.deepEqual(
      [back.length, lines.at(-1)],
      [1, "warn back-off not set: correlationId=corr-a error=[Error: SQS is away]"],
    );
  });
});
