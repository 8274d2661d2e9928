import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ProcessPorts } from "../../../runtime/core/process/ports.ts";
import { StoreBusy, StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { received } from "../../support/core/events.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, storeOf } from "../../support/core/ports.ts";
import { claimedIds, sandbox } from "../../support/core/sandbox.ts";

const awayStore = (to: Journal) =>
  storeOf(to, () => {
    throw new StoreUnavailable("connection refused");
  });

const linesOf = ({ lines }: Journal, message: string) => lines.filter((line) => line.message === message);

suite("while the store is away", () => {
  test("a batch is given back at once with its back-off, and neither S3 nor the store is asked", async () => {
    const { to, work } = sandbox();
    await work(await messagesOf(["a"], to), { store: awayStore(to) });
    const payloads = { put: async () => {}, get: () => assert.fail("S3 was asked.") };
    const store = storeOf(to, () => assert.fail("The store was asked."));
    const messages = [...(await messagesOf(["b"], to, { offload: true })), received("not JSON")];

    const failed = await work(messages, { store, payloads });

    assert.deepEqual(
      failed,
      messages.map(({ messageId }) => messageId),
    );
    assert.deepEqual([to.letters.length, to.postponed.length], [0, 3]);
  });

  test("one batch after the pause finds out, and what it finds closes the circuit", async () => {
    const { to, work, pass } = sandbox();
    await work(await messagesOf(["a"], to), { store: awayStore(to) });
    pass(2);
    assert.equal((await work(await messagesOf(["b"], to), { store: awayStore(to) })).length, 1);
    pass(2);
    assert.equal((await work(await messagesOf(["c"], to))).length, 1);
    pass(2);
    assert.deepEqual(await work(await messagesOf(["d"], to)), []);
    assert.deepEqual(await work(await messagesOf(["e"], to)), []);

    assert.deepEqual(claimedIds(to), [["a"], ["b"], ["d"], ["e"]]);
  });

  test("it is logged once when the circuit opens and once when it closes, under a correlation id", async () => {
    const { to, work, pass } = sandbox();
    await work(await messagesOf(["a"], to), { store: awayStore(to) });
    await work(await messagesOf(["b"], to), { store: awayStore(to) });
    pass(2);
    await work(await messagesOf(["c"], to));

    const [opened, ...others] = linesOf(to, "circuit opened");
    assert.deepEqual([opened?.correlationId, opened?.["dependency"], others], ["corr-a", "store", []]);
    const [closed, ...more] = linesOf(to, "circuit closed");
    assert.deepEqual([closed?.correlationId, closed?.["openMs"], more], ["corr-c", 2_000, []]);
    assert.equal(to.metrics.get("CircuitOpened"), 1);
  });

  test("each batch that is given back unread is one line, with how many messages and for how long", async () => {
    const { to, work } = sandbox();
    await work(await messagesOf(["a"], to), { store: awayStore(to) });
    await work([...(await messagesOf(["b", "c"], to)), received("not JSON")]);
    const nameless = received("not JSON");
    await work([nameless]);

    const line = { level: "warn", message: "batch given back unread", dependency: "store" };
    const openUntil = "2026-11-22T17:48:01.500Z";
    assert.deepEqual(linesOf(to, line.message), [
      { ...line, correlationId: "corr-b", messages: 3, openUntil },
      { ...line, correlationId: nameless.messageId, messages: 1, openUntil },
    ]);
  });

  test("others in the way are no outage: the batch goes back, and the next is worked", async () => {
    const { to, work } = sandbox();
    const busy = storeOf(to, () => {
      throw new StoreBusy("deadlock detected");
    });
    assert.equal((await work(await messagesOf(["a"], to, { receiveCount: 50 }), { store: busy })).length, 1);
    assert.deepEqual(await work(await messagesOf(["b"], to)), []);
    assert.equal(to.letters.length, 0);
  });

  test("an outage in the middle of going one by one spares the rest the question", async () => {
    const { to, work } = sandbox();
    const store = storeOf(to, (records) => {
      throw records.length > 1 ? new Error("XX000") : new StoreUnavailable("gone");
    });
    assert.equal((await work(await messagesOf(["a", "b", "c"], to), { store })).length, 3);
    assert.deepEqual(claimedIds(to), [["a", "b", "c"], ["a"]]);
  });
});

suite("while S3 is away", () => {
  const awayPayloads = (): ProcessPorts["payloads"] & { readonly gets: string[] } => {
    const gets: string[] = [];
    return {
      gets,
      put: async () => {},
      get: async (key) => {
        gets.push(key);
        throw new Error("503 Slow Down");
      },
    };
  };

  test("what lies there is given back without asking, and what does not is stored", async () => {
    const { to, work } = sandbox();
    const payloads = awayPayloads();
    await work(await messagesOf(["a"], to, { offload: true }), { payloads });
    const [inline] = await messagesOf(["b"], to);
    const [offloaded] = await messagesOf(["c"], to, { offload: true });
    assert.ok(inline && offloaded);

    assert.deepEqual(await work([inline, offloaded], { payloads }), [offloaded.messageId]);

    assert.equal(payloads.gets.length, 1);
    assert.deepEqual(claimedIds(to), [["b"]]);
  });

  test("one record after the pause finds out for all", async () => {
    const { to, work, pass } = sandbox();
    await work(await messagesOf(["a"], to, { offload: true }), { payloads: awayPayloads() });
    pass(2);
    assert.deepEqual(await work(await messagesOf(["b"], to, { offload: true })), []);
    assert.deepEqual(await work(await messagesOf(["c"], to, { offload: true })), []);
    assert.equal(linesOf(to, "circuit closed").length, 1);
  });

  test("an object that is missing is an answer", async () => {
    const { to, work } = sandbox();
    const messages = await messagesOf(["a"], to, { offload: true });
    to.objects.clear();
    assert.deepEqual(await work(messages), []);
    assert.deepEqual(await work(await messagesOf(["b"], to, { offload: true })), []);
    assert.deepEqual(
      to.letters.map(({ failureType }) => failureType),
      ["payload_missing"],
    );
  });
});

suite("while SNS is away", () => {
  test("events are stored, and their announcement is the relay's without asking SNS again", async () => {
    const { to, work, pass } = sandbox();
    let calls = 0;
    const topic: ProcessPorts["topic"] = {
      publish: async () => {
        calls += 1;
        return { taken: new Set(), refused: new Map(), outage: new Error("503") };
      },
    };
    assert.deepEqual(await work(await messagesOf(["a"], to), { topic }), []);
    assert.deepEqual(await work(await messagesOf(["b"], to), { topic }), []);
    assert.equal(calls, 1);
    assert.deepEqual(
      linesOf(to, "announcement left to the relay").map(({ correlationId }) => correlationId),
      ["corr-a", "corr-b"],
    );
    pass(2);
    assert.deepEqual(await work(await messagesOf(["c"], to)), []);
    assert.deepEqual(await work(await messagesOf(["d"], to)), []);
    assert.equal(to.published.length, 2);
    assert.equal(to.metrics.get("AnnouncementsLeft"), 2);
  });

  test("a notification that SNS refuses is logged with SNS's code and opens nothing", async () => {
    const { to, work } = sandbox();
    const topic: ProcessPorts["topic"] = {
      publish: async ([first]) => ({
        taken: new Set(),
        refused: new Map([[first?.eventId ?? "", "InvalidParameter"]]),
      }),
    };
    await work(await messagesOf(["a"], to), { topic });
    await work(await messagesOf(["b"], to));

    const [line] = linesOf(to, "notification refused");
    assert.deepEqual([line?.correlationId, line?.["code"]], ["corr-a", "InvalidParameter"]);
    assert.deepEqual([to.published.length, to.cleared.length], [1, 1]);
  });
});
