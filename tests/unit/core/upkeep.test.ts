import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type UpkeepPorts, upkeep } from "../../../runtime/core/upkeep.ts";
import type { UpkeepStore } from "../../../runtime/ports/upkeep-store.ts";
import { journal, processPorts } from "../../support/core/ports.ts";

function keptWith(changes: Partial<UpkeepStore>) {
  const to = journal();
  const { log, metrics, now } = processPorts(to);
  const store: UpkeepStore = {
    survey: async () => ({ defaultRows: 7, monthsAhead: 3 }),
    createPartition: async () => 0,
    dropPartitions: async () => 2,
    purgeClaims: async () => 10,
    purgeDeadEvents: async () => 1,
    ...changes,
  };
  const ports: UpkeepPorts = { store, log, metrics, now, correlationId: "run-1" };
  return { to, ports };
}

const later = Number.POSITIVE_INFINITY;

suite("upkeep", () => {
  test("creates one partition after the other and purges as long as slices are full", async () => {
    const missing = [1, 1, 0];
    const claims = [5_000, 5_000, 12];
    const { ports } = keptWith({
      createPartition: async () => missing.shift() ?? 0,
      purgeClaims: async () => claims.shift() ?? 0,
    });
    assert.deepEqual(await upkeep(later, ports), {
      partitionsCreated: 2,
      partitionsDropped: 2,
      claimsPurged: 10_012,
      deadEventsPurged: 1,
    });
  });

  test("does everything else when a step fails, says which, and fails", async () => {
    const busy = new Error("a long transaction");
    const purged: string[] = [];
    const { to, ports } = keptWith({
      dropPartitions: () => Promise.reject(busy),
      purgeClaims: async () => purged.push("claims"),
      purgeDeadEvents: async () => purged.push("dead events"),
    });
    await assert.rejects(upkeep(later, ports), busy);
    assert.deepEqual(purged, ["claims", "dead events"]);
    assert.deepEqual(
      to.lines.map(({ message, correlationId, step }) => [message, correlationId, step]),
      [["upkeep step left to the next run", "run-1", "drop partitions"]],
    );
    assert.equal(to.metrics.get("PartitionsAhead"), 3);
  });

  test("begins no slice after its deadline", async () => {
    let slices = 0;
    const { ports } = keptWith({
      purgeClaims: async () => {
        slices += 1;
        return 5_000;
      },
    });
    const times = Array.from({ length: 6 }, (_, index) => index);
    await upkeep(5, { ...ports, now: () => times.shift() ?? 5 });
    assert.ok(slices > 0 && slices < 6, `${slices} slices`);
  });

  test("reports what was found in the default partition, and the months that are ahead when it is done", async () => {
    const surveys = [
      { defaultRows: 4, monthsAhead: 0 },
      { defaultRows: 0, monthsAhead: 3 },
    ] as const;
    let asked = 0;
    const { to, ports } = keptWith({ survey: async () => surveys[asked++ === 0 ? 0 : 1] });
    await upkeep(later, ports);
    assert.deepEqual([to.metrics.get("DefaultPartitionRows"), to.metrics.get("PartitionsAhead")], [4, 3]);
  });
});
