import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Circuit } from "../../../runtime/core/circuit.ts";
import { type RelayPorts, relay } from "../../../runtime/core/relay.ts";
import type { PendingNotification } from "../../../runtime/ports/pending-notification.ts";
import type { Publication } from "../../../runtime/ports/topic.ts";
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
  const leases: number[] = [];
  const clock = { now: 0 };
  const { topic, log, metrics, timeLeft } = processPorts(to);
  const now = () => clock.now;
  const pauses = { shortestMs: 1_000, longestMs: 30_000 };
  const ports: RelayPorts = {
    outbox: {
      lease: async (limit) => {
        leases.push(limit);
        return waiting.splice(0, limit);
      },
      clear: async (eventIds) => void to.cleared.push(...eventIds),
      oldestAgeSeconds: async () => 42,
    },
    topic,
    circuit: new Circuit("topic", now, () => 0.5, pauses),
    log,
    metrics,
    now,
    timeLeft,
  };
  return { to, ports, leases, waiting, clock };
}

const publication = (taken: readonly string[], others: Partial<Publication> = {}): Publication => ({
  taken: new Set(taken),
  refused: new Map(),
  ...others,
});

const away: RelayPorts["topic"] = { publish: async () => publication([], { outage: new Error("503") }) };

suite("the relay", () => {
  test("publishes and clears all that is due, however many leases it takes", async () => {
    const { to, ports } = outboxOf(120);
    assert.equal(await relay(ports), 120);
    assert.deepEqual(
      to.published.map(({ eventId }) => eventId),
      to.cleared,
    );
    assert.equal(new Set(to.cleared).size, 120);
    assert.equal(to.metrics.get("OutboxAge"), 42);
  });

  test("clears only what SNS took, and stops when SNS is away", async () => {
    const { to, ports, leases } = outboxOf(120);
    const topic: RelayPorts["topic"] = {
      publish: async (notifications) =>
        publication(
          notifications.slice(0, 20).map(({ eventId }) => eventId),
          { outage: new Error("503") },
        ),
    };
    assert.equal(await relay({ ...ports, topic }), 20);
    assert.deepEqual([leases, to.cleared.length], [[50], 20]);
    assert.equal(to.lines.filter(({ message }) => message === "announcement left to the relay").length, 30);
  });

  test("goes on past notifications that SNS refuses for ever, and names the refusal", async () => {
    const { to, ports } = outboxOf(110);
    const topic: RelayPorts["topic"] = {
      publish: async (notifications) => {
        const eventIds = notifications.map(({ eventId }) => eventId);
        const healthy = eventIds.filter((eventId) => Number(eventId.split("-")[1]) >= 100);
        const poison = eventIds.filter((eventId) => !healthy.includes(eventId));
        return publication(healthy, { refused: new Map(poison.map((eventId) => [eventId, "Unfit"])) });
      },
    };
    assert.equal(await relay({ ...ports, topic }), 10);
    assert.equal(ports.circuit.open, false);
    const refusals = to.lines.filter(({ message }) => message === "notification refused");
    assert.deepEqual([refusals.length, refusals[0]?.["code"]], [100, "Unfit"]);
  });

  test("goes on past an event whose notification cannot be written", async () => {
    const { to, ports, waiting } = outboxOf(3);
    const [first, second] = waiting;
    assert.ok(first && second);
    waiting[0] = Object.defineProperty({ ...first }, "event", {
      get: () => {
        throw new TypeError("a type that is not known any more");
      },
    });
    assert.equal(await relay(ports), 2);
    assert.deepEqual(to.cleared, ["event-1", "event-2"]);
  });

  test("does not lease what it may not publish: SNS was away a moment ago", async () => {
    const { ports, leases } = outboxOf(120);
    await relay({ ...ports, topic: away });
    await relay(ports);
    assert.deepEqual(leases, [50]);
  });

  test("probes with few, and takes all once SNS answers again", async () => {
    const { ports, leases, clock } = outboxOf(120);
    await relay({ ...ports, topic: away });
    clock.now += 2_000;
    await relay({ ...ports, topic: away });
    clock.now += 4_000;
    assert.equal(await relay(ports), 60);
    assert.deepEqual(leases, [50, 10, 10, 50, 50]);
  });

  test("begins nothing when its time is over", async () => {
    const { to, ports } = outboxOf(10);
    assert.equal(await relay({ ...ports, timeLeft: () => 0 }), 0);
    assert.equal(to.published.length, 0);
  });

  test("leaves time to clear what it publishes, however slow SNS is", async () => {
    const { to, ports } = outboxOf(120);
    const time = { left: 10_000 };
    const topic: RelayPorts["topic"] = {
      publish: async (notifications, within = 0) => {
        time.left -= within;
        return publication(notifications.map(({ eventId }) => eventId));
      },
    };
    assert.equal(await relay({ ...ports, topic, timeLeft: () => time.left }), 50);
    assert.equal(to.cleared.length, 50);
    assert.ok(time.left > 0);
  });
});
