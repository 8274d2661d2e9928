import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type RelayPorts, relay } from "../../../runtime/core/relay.ts";
import type { PendingNotification } from "../../../runtime/ports.ts";
import { journal, processPorts } from "../../support/core/ports.ts";

function pendingEvents(count: number): PendingNotification[] {
  return Array.from({ length: count }, (_, index) => ({
    eventId: `event-${index}`,
    correlationId: `corr-${index}`,
    producer: "shop",
    receivedAt: "2026-11-22T17:48:00.000Z",
    fingerprint: "f".repeat(64),
    payloadBytes: 2,
    event: { id: String(index), source: "/shop", type: "transaction.captured" },
    canonical: "{}",
  }));
}

/** An outbox of so many events; what is leased is gone until it is cleared or its lease ends. */
function outboxOf(count: number) {
  const to = journal();
  const waiting = pendingEvents(count);
  const { topic, log, metrics, now } = processPorts(to);
  const ports: RelayPorts = {
    outbox: {
      lease: async (limit) => waiting.splice(0, limit),
      clear: async (eventIds) => void to.cleared.push(...eventIds),
      oldestAgeSeconds: async () => 42,
    },
    topic,
    log,
    metrics,
    now,
  };
  return { to, ports };
}

suite("the relay", () => {
  test("publishes and clears all that is due, however many leases it takes", async () => {
    const { to, ports } = outboxOf(120);
    assert.equal(await relay(Number.POSITIVE_INFINITY, ports), 120);
    assert.deepEqual(
      to.published.map(({ eventId }) => eventId),
      to.cleared,
    );
    assert.equal(new Set(to.cleared).size, 120);
    assert.equal(to.metrics.get("OutboxAge"), 42);
  });

  test("clears only what SNS took, and stops when SNS takes nothing", async () => {
    const { to, ports } = outboxOf(120);
    let calls = 0;
    const topic: RelayPorts["topic"] = {
      publish: async (notifications) => {
        calls += 1;
        return new Set(calls === 1 ? notifications.slice(0, 20).map(({ eventId }) => eventId) : []);
      },
    };
    assert.equal(await relay(Number.POSITIVE_INFINITY, { ...ports, topic }), 20);
    assert.deepEqual([calls, to.cleared.length], [2, 20]);
    assert.equal(to.lines.filter(({ message }) => message === "announcement left to the relay").length, 80);
  });

  test("begins nothing after its deadline", async () => {
    const { to, ports } = outboxOf(10);
    assert.equal(await relay(ports.now(), ports), 0);
    assert.equal(to.published.length, 0);
  });
});
