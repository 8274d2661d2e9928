import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { limits } from "../../../runtime/contract/limits.ts";
import type { SendOutcome } from "../../../runtime/ports/event-queue.ts";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

/** An event whose queue message has so many bytes more than the shortest. */
const longer = (bytes: number) =>
  plainEvent({ data: transaction({ metadata: { filler: "x".repeat(bytes) } }) });
const anySize = { inlineLimitBytes: Number.MAX_SAFE_INTEGER };

async function messageOf(bytes: number) {
  const to = journal();
  const { offloaded } = await accept(longer(bytes), json, acceptPorts(to, anySize));
  const [message] = to.sent;
  assert.ok(message);
  return { message, offloaded };
}

suite("the size of a queue message", () => {
  test("is that of body and attributes, with room for their names and types", async () => {
    const { message } = await messageOf(0);
    const values = Object.values(message.attributes).join("").length;
    assert.equal(message.bytes, message.body.length + values + 256);
    const names = Object.keys(message.attributes).map((name) => name.length + "String".length);
    assert.ok(names.reduce((sum, length) => sum + length) <= 256);
  });

  test("leaves room for the attributes of a dead letter, and not a byte more", async () => {
    const room = limits.queueMessageBytes - limits.deadLetterReserveBytes;
    const probe = 1_010_000;
    const filler = probe + room - (await messageOf(probe)).message.bytes;
    const fits = await messageOf(filler);
    assert.deepEqual([fits.message.bytes, fits.offloaded], [room, false]);
    assert.equal((await messageOf(filler + 1)).offloaded, true);
  });
});

suite("the payload of a single event", () => {
  test("may have 4 MiB, and not a byte more", async () => {
    const shortest = (await accept(longer(0))).payloadBytes;
    const largest = await accept(longer(limits.payloadBytes - shortest));
    assert.equal(largest.payloadBytes, 4 * 1024 * 1024);
    const problem = await problemOf(accept(longer(limits.payloadBytes - shortest + 1)));
    assert.equal(
      problem.message,
      "The payload has 4194305 bytes as canonical JSON (RFC 8785); at most 4194304 are accepted. " +
        "Store large parts elsewhere and send a link.",
    );
  });
});

test("a batch says of each event whether its payload went to S3", async () => {
  const results = await acceptItems(
    [plainEvent({ id: "small" }), { ...longer(2_000), id: "large" }],
    json,
    acceptPorts(journal(), { inlineLimitBytes: 1_000 }),
  );
  assert.deepEqual(
    results.map((result) => "acceptance" in result && result.acceptance.offloaded),
    [false, true],
  );
});

suite("what SQS refuses for itself is offered again", () => {
  /** Sends one event to a queue with these states in turn; the pauses between, in milliseconds. */
  async function pausesOf(states: readonly SendOutcome["state"][], random: number) {
    const pauses: number[] = [];
    const left = [...states];
    const sendAll = async (): Promise<readonly SendOutcome[]> => {
      const state = left.shift() ?? "sent";
      return [state === "sent" ? { state } : { state, cause: new Error("as told") }];
    };
    const queue = { send: () => Promise.reject(new Error("not one by one")), sendAll };
    const pause = async (ms: number) => void pauses.push(ms);
    await acceptItems([plainEvent()], json, acceptPorts(journal(), { queue, pause, random: () => random }));
    return pauses;
  }

  test("after pauses that grow, half of each random", async () => {
    assert.deepEqual(await pausesOf(["refused", "refused", "sent"], 0), [100, 200]);
    assert.deepEqual(await pausesOf(["refused", "refused", "sent"], 0.5), [150, 300]);
    assert.deepEqual(await pausesOf(["refused", "refused", "refused", "sent"], 1), [200, 400]);
  });

  test("and what was taken, or may have been, is not", async () => {
    assert.deepEqual(await pausesOf(["sent"], 0), []);
    assert.deepEqual(await pausesOf(["unknown", "refused"], 0), []);
  });
});
