import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { limits } from "../../../runtime/contract/limits.ts";
import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, storeOf } from "../../support/core/ports.ts";
import { claimedIds, has, sandbox } from "../../support/core/sandbox.ts";

/** Shortest outage, in seconds, in which a message can be received more than eight times. */
const suspectSeconds = 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256;

/** Messages of these ids with these receive counts, in this order. */
async function counted(counts: Readonly<Record<string, number>>, to: Journal): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for (const [id, receiveCount] of Object.entries(counts)) {
    messages.push(...(await messagesOf([id], to, { receiveCount })));
  }
  return messages;
}

/** A store in which the claim of this record kills the sandbox: nothing after it happens. */
const killing = (to: Journal, id: string) => {
  const store = storeOf(to, (records) => records.map(() => "stored"));
  const dead = () => new Promise<never>(() => {});
  return {
    ...store,
    claim: async (records: Parameters<typeof store.claim>[0]) =>
      has(records, id) ? dead() : store.claim(records),
  };
};

/** Lets everything happen that does not wait for the dead. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

suite("suspects", () => {
  test("are the messages that were received more than eight times", async () => {
    assert.equal(limits.suspectAbove, 8);
    const { to, work } = sandbox();
    await work(await counted({ a: 8, b: 9, c: 1 }, to));
    assert.deepEqual(claimedIds(to), [["a", "c"], ["b"]]);
  });

  test("come last, the most suspicious at the very end, each alone, and are announced together", async () => {
    const { to, work } = sandbox();
    const calls: number[] = [];
    await work(await counted({ worst: 40, a: 1, bad: 9, worse: 20 }, to), {
      topic: {
        publish: async (notifications) => {
          calls.push(notifications.length);
          return { taken: new Set(notifications.map(({ eventId }) => eventId)), refused: new Map() };
        },
      },
    });
    assert.deepEqual(claimedIds(to), [["a"], ["bad"], ["worse"], ["worst"]]);
    assert.deepEqual(calls, [1, 3]);
  });

  test("are not even read before the others are announced and judged", async () => {
    const { to, work } = sandbox();
    const [fresh] = await counted({ a: 1 }, to);
    const [suspect] = await counted({ killer: 9 }, to);
    assert.ok(fresh && suspect);
    const malformed = { ...fresh, messageId: "malformed", body: "not JSON" };
    let before: readonly number[] = [];
    const bomb = Object.defineProperty({ ...suspect }, "body", {
      get: () => {
        before = [to.published.length, to.cleared.length, to.letters.length];
        return suspect.body;
      },
    });
    await work([bomb, fresh, malformed]);
    assert.deepEqual(before, [1, 1, 1]);
  });

  test("that kill the function take nobody with them who came before", async () => {
    const { to, work } = sandbox();
    void work(await counted({ killer: 12, a: 1, b: 9, c: 11 }, to), { store: killing(to, "killer") });
    await settle();
    assert.deepEqual(claimedIds(to), [["a"], ["b"], ["c"]]);
    assert.equal(to.published.length, 1);
  });

  test("are given back unread when the store went away meanwhile", async () => {
    const { to, work } = sandbox();
    let calls = 0;
    const store = storeOf(to, (records) => {
      calls += 1;
      if (calls === 2) throw new StoreUnavailable("gone");
      return records.map(() => "stored");
    });
    assert.equal((await work(await counted({ a: 1, b: 9, c: 10 }, to), { store })).length, 2);
    assert.equal(calls, 2);
  });
});

suite("in the aftermath of an outage", () => {
  const away = (to: Journal) =>
    storeOf(to, () => {
      throw new StoreUnavailable("away");
    });

  /** A sandbox that has just lived through an outage of so many seconds. */
  async function recovered(seconds: number) {
    const box = sandbox();
    await box.work(await counted({ before: 1 }, box.to), { store: away(box.to) });
    box.pass(seconds);
    await box.work(await counted({ after: 1 }, box.to));
    box.to.claims.length = 0;
    return box;
  }

  test("that explains their receive counts, suspects are worked in one statement", async () => {
    const { to, work } = await recovered(suspectSeconds);
    assert.deepEqual(await work(await counted({ a: 9, b: 1, c: 30, d: 11 }, to)), []);
    assert.deepEqual(claimedIds(to), [["b"], ["a", "c", "d"]]);
  });

  test("that was too short to explain them, they are worked alone", async () => {
    const { to, work } = await recovered(suspectSeconds - 1);
    await work(await counted({ a: 9, b: 10 }, to));
    assert.deepEqual(claimedIds(to), [["a"], ["b"]]);
  });

  test("they are worked alone again once the last of its messages must have come", async () => {
    const { to, work, pass } = await recovered(suspectSeconds);
    pass(900);
    await work(await counted({ a: 9, b: 10 }, to));
    pass(1);
    await work(await counted({ c: 9, d: 10 }, to));
    assert.deepEqual(claimedIds(to), [["a", "b"], ["c"], ["d"]]);
  });

  test("they are worked alone again as soon as a group of them fails, as a record that stalls makes it", async () => {
    const { to, work, pass } = await recovered(suspectSeconds);
    const stalling = storeOf(to, (records) => {
      if (has(records, "staller")) throw new StoreUnavailable("statement timeout");
      return records.map(() => "stored");
    });
    const counts = { a: 9, staller: 12, b: 10 };
    assert.equal((await work(await counted(counts, to), { store: stalling })).length, 3);
    pass(3);
    assert.equal((await work(await counted(counts, to), { store: stalling })).length, 1);
    assert.deepEqual(claimedIds(to), [["a", "staller", "b"], ["a"], ["b"], ["staller"]]);
  });

  test("a sandbox that was killed remembers none, and its successor works them alone", async () => {
    const { to, work } = await recovered(suspectSeconds);
    const counts = { a: 9, killer: 12, b: 10 };
    void work(await counted(counts, to), { store: killing(to, "killer") });
    await settle();
    assert.deepEqual(claimedIds(to), []);

    void sandbox(to).work(await counted(counts, to), { store: killing(to, "killer") });
    await settle();
    assert.deepEqual(claimedIds(to), [["a"], ["b"]]);
  });
});
