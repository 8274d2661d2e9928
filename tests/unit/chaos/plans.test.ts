import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { parseRules } from "../../../local/faults/rule.ts";
import { rulesOf } from "../../chaos/faults/conductor.ts";
import { allKinds, nameOf } from "../../chaos/faults/kinds.ts";
import { planFaults } from "../../chaos/faults/plan.ts";
import { planLoad } from "../../chaos/load/plan.ts";
import { contentOf, sameContent } from "../../chaos/oracle/content.ts";

const load = { seed: 7, events: 300 };
const faults = { seed: 7, events: 20_000 };

suite("the load of a seed", () => {
  test("is the same each time, and another for another seed", () => {
    assert.deepEqual(planLoad(load), planLoad(load));
    assert.notDeepEqual(planLoad(load), planLoad({ ...load, seed: 8 }));
  });

  test("has every event, and duplicates, conflicts, batches and payloads for S3 besides", () => {
    const requests = planLoad(load);
    const events = requests.flatMap((request) => request.events);
    const byId = [...Map.groupBy(events, ({ id }) => id).values()].map((group) => group.map(contentOf));
    assert.equal(byId.length, load.events);
    const conflicts = byId.filter(([first, ...others]) =>
      others.some((other) => first && !sameContent(first, other)),
    );
    assert.ok(conflicts.length > 0);
    assert.ok(events.length > load.events + conflicts.length);
    assert.ok(requests.some(({ batch, events: inBatch }) => batch && inBatch.length > 1));
    assert.ok(byId.some(([first]) => (first?.payloadBytes ?? 0) > 262_144));
  });
});

suite("the faults of a seed", () => {
  test("are the same each time, and others for another seed", () => {
    assert.deepEqual(planFaults(faults), planFaults(faults));
    assert.notDeepEqual(planFaults(faults), planFaults({ ...faults, seed: 8 }));
  });

  for (const events of [1, 400, 20_000, 1_000_000]) {
    test(`are of every kind and readable rules for ${events} events`, () => {
      const turns = planFaults({ ...faults, events });
      assert.deepEqual(
        new Set(turns.map(({ kind }) => kind)),
        new Set(allKinds().map((kind) => nameOf(kind))),
      );
      for (const turn of turns) assert.ok(parseRules(rulesOf([turn])).length > 0);
      for (const { from } of turns) assert.ok(from >= 0 && from < 0.9);
    });
  }
});
