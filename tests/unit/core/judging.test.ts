import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { RecordRejected, StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal, storeOf } from "../../support/core/ports.ts";
import { claimedIds, has, sandbox } from "../../support/core/sandbox.ts";
import { propertyRuns } from "../../support/property-runs.ts";

/** A store that fails for this record, alone or among others, with an error that is no outage. */
const failingFor = (to: Journal, id: string, error: Error = new Error("XX000 internal error")) =>
  storeOf(to, (records) => {
    if (has(records, id)) throw error;
    return records.map(() => "stored");
  });

const failingForAll = (to: Journal, error: Error) =>
  storeOf(to, () => {
    throw error;
  });

const undefinedTable = new Error('42P01 relation "event" does not exist');
const typesOf = ({ letters }: Journal) => letters.map(({ failureType }) => failureType);

suite("a record that fails again and again", () => {
  for (const [receiveCount, letters] of [
    [7, []],
    [8, ["attempts_exhausted"]],
    [50, ["attempts_exhausted"]],
  ] as const) {
    test(`is ${letters.length === 0 ? "not " : ""}judged at its delivery ${receiveCount}, when others were stored with it`, async () => {
      const { to, work } = sandbox();
      const messages = await messagesOf(["good", "bad"], to, { receiveCount });
      const failed = await work(messages, { store: failingFor(to, "bad") });
      assert.deepEqual([typesOf(to), failed.length], [letters, 1 - letters.length]);
    });
  }

  test("is judged alone in its batch when the sandbox stored another in the last minutes", async () => {
    const { to, work, pass } = sandbox();
    await work(await messagesOf(["good"], to));
    pass(300);
    await work(await messagesOf(["bad"], to, { receiveCount: 8 }), { store: failingFor(to, "bad") });
    assert.deepEqual(typesOf(to), ["attempts_exhausted"]);
    assert.deepEqual(claimedIds(to), [["good"], ["bad"], ["bad"]]);
    assert.deepEqual(
      to.rehearsed.map(({ event }) => event.id),
      ["good"],
    );
  });

  test("is not judged when the last success is too long ago, or there was none", async () => {
    for (const before of [["good"], []]) {
      const { to, work, pass } = sandbox();
      if (before.length > 0) await work(await messagesOf(before, to));
      pass(301);
      const messages = await messagesOf(["bad"], to, { receiveCount: 50 });
      assert.equal((await work(messages, { store: failingFor(to, "bad") })).length, 1);
      assert.deepEqual(typesOf(to), []);
    }
  });

  test("is stored when it passes after the others did", async () => {
    const { to, work } = sandbox();
    let failures = 2;
    const store = storeOf(to, (records) => {
      if (has(records, "bad") && failures > 0) {
        failures -= 1;
        throw new Error("XX000");
      }
      return records.map(() => "stored");
    });
    const messages = await messagesOf(["good", "bad"], to, { receiveCount: 8 });
    assert.deepEqual(await work(messages, { store }), []);
    assert.deepEqual([typesOf(to), to.published.length], [[], 2]);
  });

  test("that cannot even be prepared is judged no sooner", async () => {
    for (const [receiveCount, letters] of [
      [7, 0],
      [8, 1],
    ] as const) {
      const { to, work } = sandbox();
      await work(await messagesOf(["good"], to));
      const [message] = await messagesOf(["bad"], to, { receiveCount });
      assert.ok(message);
      const broken = Object.defineProperty({ ...message }, "body", {
        get: () => {
          throw new TypeError("a bug");
        },
      });
      const failed = await work([broken]);
      assert.deepEqual([to.letters.length, failed.length], [letters, 1 - letters]);
    }
  });
});

suite("a store that fails for everybody", () => {
  test("judges nobody, however often all were received, and opens the circuit", async () => {
    const { to, work } = sandbox();
    const messages = await messagesOf(["a", "b", "c"], to, { receiveCount: 8 });
    assert.equal((await work(messages, { store: failingForAll(to, undefinedTable) })).length, 3);
    assert.deepEqual([typesOf(to), to.metrics.get("DatabaseOutages")], [[], 1]);
    assert.equal((await work(await messagesOf(["d"], to))).length, 1);
  });

  test("judges nobody alone in a batch either, although others were stored a moment ago", async () => {
    for (const receiveCount of [8, 50]) {
      const { to, work } = sandbox();
      await work(await messagesOf(["good"], to));
      const messages = await messagesOf(["a"], to, { receiveCount });
      assert.equal((await work(messages, { store: failingForAll(to, undefinedTable) })).length, 1);
      assert.deepEqual(typesOf(to), []);
    }
  });

  test("judges nobody when it began in the middle of a batch", async () => {
    const { to, work } = sandbox();
    let answers = 2;
    const store = storeOf(to, (records) => {
      if (records.length > 1) throw undefinedTable;
      if (answers === 0) throw undefinedTable;
      answers -= 1;
      return records.map(() => "stored");
    });
    const messages = await messagesOf(["a", "b", "c", "d"], to, { receiveCount: 8 });
    assert.equal((await work(messages, { store })).length, 2);
    assert.deepEqual(typesOf(to), []);
  });

  test("leaves a record that PostgreSQL cannot hold to its judgement", async () => {
    const { to, work } = sandbox();
    const store = failingFor(to, "bad", new RecordRejected("PostgreSQL cannot hold a record (22P05)."));
    assert.deepEqual(await work(await messagesOf(["bad"], to), { store }), []);
    assert.deepEqual(typesOf(to), ["schema_violation"]);
  });
});

/** An outage from one call of a batch to another; which of the two kinds, and how long the batch took. */
const weather = fc.record({
  kind: fc.constantFrom("away", "broken"),
  from: fc.nat({ max: 10 }),
  calls: fc.nat({ max: 10 }),
  receiveCounts: fc.array(fc.constantFrom(1, 7, 8, 9, 30, 59), { minLength: 1, maxLength: 4 }),
  seconds: fc.constantFrom(0, 1, 3, 60, 600),
});

test("no healthy event is judged, whatever outages it lives through and however often it was received", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(weather, { minLength: 1, maxLength: 12 }), async (batches) => {
      const { to, work, pass } = sandbox();
      for (const [number, { kind, from, calls, receiveCounts, seconds }] of batches.entries()) {
        let call = 0;
        const store = storeOf(to, (records) => {
          call += 1;
          if (call <= from || call > from + calls) return records.map(() => "stored");
          throw kind === "away" ? new StoreUnavailable("away") : undefinedTable;
        });
        const messages = await Promise.all(
          receiveCounts.map((receiveCount, index) =>
            messagesOf([`${number}-${index}`], journal(), { receiveCount }),
          ),
        );
        await work(messages.flat(), { store });
        pass(seconds);
      }
      assert.deepEqual(typesOf(to), []);
    }),
    propertyRuns(300),
  );
});
