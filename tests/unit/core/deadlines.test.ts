import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ProcessPorts } from "../../../runtime/core/process/ports.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import type { Within } from "../../../runtime/ports/time.ts";
import { received } from "../../support/core/events.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal, processPorts, storeOf } from "../../support/core/ports.ts";
import { sandbox } from "../../support/core/sandbox.ts";

const whole = 10_000;

/** An invocation whose time is spent by hand. */
function invocation() {
  const time = { left: whole };
  const spend = (milliseconds: Within = 0) => {
    time.left -= milliseconds;
  };
  return { time, spend, timeLeft: () => time.left };
}

const stored = (to: Journal) => storeOf(to, (records) => records.map(() => "stored"));

suite("an invocation that has little time", () => {
  test("hands the time that is left to everything that it calls", async () => {
    const to = journal();
    const asked: Record<string, Within | undefined> = {};
    const { payloads, topic, deadLetters, redelivery } = processPorts(to);
    const store = stored(to);
    const messages = [
      ...(await messagesOf(["a"], to, { offload: true })),
      received("not JSON"),
      received("{}"),
    ];
    await sandbox(to).work(messages, {
      timeLeft: () => whole,
      payloads: {
        ...payloads,
        get: (key, within) => {
          asked["get"] = within;
          return payloads.get(key, within);
        },
      },
      store: {
        claim: (records, within) => {
          asked["claim"] = within;
          return store.claim(records, within);
        },
        rehearse: () => assert.fail("Nothing failed."),
        clear: async (_, within) => {
          asked["clear"] = within;
        },
        bury: async (_, within) => {
          asked["bury"] = within;
        },
      },
      topic: {
        publish: (notifications, within) => {
          asked["publish"] = within;
          return topic.publish(notifications, within);
        },
      },
      deadLetters: {
        send: async (letters, within) => {
          asked["send"] = within;
          return deadLetters.send(letters.slice(0, 1), within);
        },
      },
      redelivery: {
        postpone: async (delays, within) => {
          asked["postpone"] = within;
          return redelivery.postpone(delays, within);
        },
      },
    });
    assert.deepEqual(asked, {
      get: 4_500,
      claim: 5_800,
      publish: 7_000,
      clear: 7_600,
      send: 8_500,
      bury: 9_000,
      postpone: 9_800,
    });
  });

  test("acknowledges a stored batch although SNS hangs, and does not clear what was not announced", async () => {
    const to = journal();
    const { timeLeft, spend } = invocation();
    const topic: ProcessPorts["topic"] = {
      publish: async (_, within) => {
        spend(within);
        return { taken: new Set(), refused: new Map(), outage: new Error("No answer") };
      },
    };
    const messages = await messagesOf(["a", "b"], to);
    assert.deepEqual(await sandbox(to).work(messages, { timeLeft, topic }), []);
    assert.deepEqual(to.cleared, []);
  });

  test("gives back what does not fit any more with its back-off, and holds nothing against it", async () => {
    const to = journal();
    const { timeLeft, spend } = invocation();
    const payloads: ProcessPorts["payloads"] = {
      put: async () => {},
      get: async (_, within) => {
        spend(within);
        throw new Error("No answer");
      },
    };
    const box = sandbox(to);
    const offloaded = await messagesOf(["a"], to, { offload: true, receiveCount: 50 });
    const suspects = await messagesOf(["b"], to, { receiveCount: 50 });
    const slowStore = {
      ...stored(to),
      claim: async (_: unknown, within?: Within) => {
        spend(within);
        throw new StoreUnavailable("No answer");
      },
    };
    const fresh = await messagesOf(["c"], to, { offload: true });
    const failed = await box.work([...offloaded, ...suspects, ...fresh], {
      timeLeft,
      payloads,
      store: slowStore,
    });
    assert.equal(failed.length, 3);
    assert.deepEqual([to.postponed.length, to.letters.length], [3, 0]);
    assert.ok(timeLeft() > 0);
  });

  test("does not begin to claim in its last moments, and does not take that for an outage", async () => {
    const to = journal();
    const { timeLeft, time } = invocation();
    const box = sandbox(to);
    const [first, second] = await messagesOf(["a", "b"], to, { receiveCount: 9 });
    assert.ok(first && second);
    const store = storeOf(to, (records) => {
      time.left = 4_300;
      return records.map(() => "stored");
    });
    assert.deepEqual(await box.work([first, second], { timeLeft, store }), [second.messageId]);
    assert.equal(box.memory.store.open, false);
    assert.equal(to.published.length, 1);
  });

  test("acknowledges no judged message whose letter it had no time to send", async () => {
    const to = journal();
    const { timeLeft, time } = invocation();
    const message = received("not JSON");
    const store = storeOf(to, (records) => {
      time.left = 1_000;
      return records.map(() => "stored");
    });
    const messages = [...(await messagesOf(["a"], to)), message];
    assert.deepEqual(await sandbox(to).work(messages, { timeLeft, store }), [message.messageId]);
    assert.equal(to.letters.length, 0);
  });

  test("returns what failed although there is no time to set the back-off", async () => {
    const to = journal();
    const { timeLeft, time } = invocation();
    const store = storeOf(to, () => {
      time.left = 0;
      throw new StoreUnavailable("No answer");
    });
    const failed = await sandbox(to).work(await messagesOf(["a"], to), { timeLeft, store });
    assert.deepEqual([failed.length, to.postponed.length], [1, 0]);
  });
});
