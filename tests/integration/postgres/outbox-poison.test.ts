import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { createOutboxStore } from "../../../runtime/adapters/postgres/outbox-store.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { Circuit } from "../../../runtime/core/circuit.ts";
import { type RelayPorts, relay } from "../../../runtime/core/relay.ts";
import type { Topic } from "../../../runtime/ports/topic.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { type Journal, journal, processPorts } from "../../support/core/ports.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

describe("notifications that SNS refuses for ever", () => {
  let database: TestDatabase;
  let processor: DatabasePool;
  let to: Journal;
  let poison: readonly VerifiedEvent[];
  let healthy: readonly VerifiedEvent[];

  // Twice as many as the relay leases at once, and all of them before the others.
  beforeEach(async () => {
    database = await createTestDatabase();
    processor = await database.pool("fluxa_processor");
    to = journal();
    const store = createProcessorStore(processor, { leaseSeconds: 0 });
    poison = Array.from({ length: 100 }, () => verifiedEvent());
    healthy = Array.from({ length: 10 }, () => verifiedEvent());
    await store.claim(poison);
    await store.claim(healthy);
  });
  afterEach(() => database.drop());

  test("keep nobody waiting behind them, however many they are", async () => {
    assert.equal(await relay(ports(refusing(), 60)), 10);
    assert.deepEqual([...to.cleared].sort(), healthy.map(({ eventId }) => eventId).sort());
    assert.equal(await countRows(processor, "outbox"), 100);
  });

  test("go behind everybody else once they were leased, so that a relay that ends early comes past them", async () => {
    const outbox = createOutboxStore(processor, { leaseSeconds: 0, inlineBytes: 65_536 });
    const seen: string[] = [];
    for (let lease = 0; lease < 3; lease++) {
      seen.push(...(await outbox.lease(50)).map(({ eventId }) => eventId));
    }
    assert.equal(new Set(seen).size, 110);
  });

  function ports(topic: Topic, leaseSeconds: number): RelayPorts {
    const outbox = createOutboxStore(processor, { leaseSeconds, inlineBytes: 65_536 });
    const circuit = new Circuit("topic", Date.now, Math.random, { shortestMs: 1_000, longestMs: 30_000 });
    const journaled = {
      ...outbox,
      clear: async (eventIds: readonly string[]) => {
        to.cleared.push(...eventIds);
        await outbox.clear(eventIds);
      },
    };
    return { ...processPorts(to), outbox: journaled, topic, circuit };
  }

  /** SNS, as far as poison goes. */
  function refusing(): Topic {
    const unfit = new Set(poison.map(({ eventId }) => eventId));
    return {
      publish: async (notifications) => {
        const eventIds = notifications.map(({ eventId }) => eventId);
        return {
          taken: new Set(eventIds.filter((eventId) => !unfit.has(eventId))),
          refused: new Map(eventIds.filter((eventId) => unfit.has(eventId)).map((id) => [id, "Unfit"])),
        };
      },
    };
  }
});
