import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { limits } from "../../../runtime/contract/limits.ts";
import { acceptBatch, type ItemResult } from "../../../runtime/core/accept/accept-batch.ts";
import type { OutgoingMessage, SendOutcome } from "../../../runtime/ports/event-queue.ts";
import { acceptItems, json } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { statesOf } from "../../support/core/item-results.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

const { id: _, ...withoutId } = plainEvent();

suite("a batch in trouble", () => {
  const batch = ["a", "b", "c"].map((id) => plainEvent({ id }));

  /** A queue that gives each message the outcome of its turn, by event id and attempt. */
  function queueOf(outcomes: (id: string, attempt: number) => SendOutcome["state"]) {
    const attempts = new Map<string, number>();
    const offered: string[][] = [];
    const idOf = ({ body }: OutgoingMessage): string => JSON.parse(body).event.id;
    const queue = {
      send: () => Promise.reject(new Error("a batch sends no single messages")),
      sendAll: async (messages: readonly OutgoingMessage[]) => {
        offered.push(messages.map(idOf));
        return messages.map((message): SendOutcome => {
          const attempt = (attempts.get(idOf(message)) ?? 0) + 1;
          attempts.set(idOf(message), attempt);
          const state = outcomes(idOf(message), attempt);
          return state === "sent" ? { state } : { state, cause: new Error("as told") };
        });
      },
    };
    return { queue, offered };
  }

  test("what SQS refuses for itself is offered again, alone", async () => {
    const { queue, offered } = queueOf((id, attempt) => (id === "b" && attempt < 3 ? "refused" : "sent"));
    const results = await acceptItems(batch, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "taken", "taken"]);
    assert.deepEqual(offered, [["a", "b", "c"], ["b"], ["b"]]);
  });

  test("what SQS goes on refusing is answered as not queued, the others as taken", async () => {
    const { queue, offered } = queueOf((id) => (id === "b" ? "refused" : "sent"));
    const results = await acceptItems(batch, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "unavailable", "taken"]);
    assert.equal(offered.length, limits.sendAttempts);
    assert.match(messageOf(results[1]), /^The event was not queued/);
  });

  test("a call that failed is not repeated, and its events are said to be unknown", async () => {
    const { queue, offered } = queueOf((id) => (id === "a" ? "sent" : "unknown"));
    const items = [plainEvent({ id: "a" }), plainEvent({ id: "b" }), withoutId];
    const results = await acceptItems(items, json, acceptPorts(journal(), { queue }));
    assert.deepEqual(statesOf(results), ["taken", "unavailable", "unavailable"]);
    assert.equal(offered.length, 1);
    assert.match(messageOf(results[1]), /^Nobody knows .* stored once/);
    assert.match(messageOf(results[2]), /^Nobody knows .* a second one could be stored/);
  });

  test("nothing is offered again once the deadline has passed", async () => {
    const { queue, offered } = queueOf(() => "refused");
    const ports = acceptPorts(journal(), { queue });
    await acceptBatch(
      {
        producer: { name: "shop", reader: false },
        headers: json,
        body: JSON.stringify(batch),
        correlationId: "corr-1",
        deadline: AbortSignal.abort(),
      },
      ports,
    );
    assert.equal(offered.length, 1);
  });

  test("a payload that S3 does not take fails its own event alone", async () => {
    const to = journal();
    const { payloads } = acceptPorts(to);
    const large = (id: string) =>
      plainEvent({ id, data: transaction({ metadata: { text: "x".repeat(2_000) } }) });
    const results = await acceptItems(
      [large("a"), plainEvent({ id: "b" }), large("c")],
      json,
      acceptPorts(to, {
        inlineLimitBytes: 1_000,
        payloads: {
          ...payloads,
          put: async (key, ...rest) => {
            if (to.objects.size === 1) throw new Error("no S3");
            await payloads.put(key, ...rest);
          },
        },
      }),
    );
    assert.deepEqual(statesOf(results), ["taken", "taken", "unavailable"]);
    assert.match(messageOf(results[2]), /^The event was not queued/);
    assert.deepEqual([to.objects.size, to.sent.length], [1, 2]);
  });
});

function messageOf(result: ItemResult | undefined): string {
  return result !== undefined && "problem" in result ? result.problem.message : "";
}
