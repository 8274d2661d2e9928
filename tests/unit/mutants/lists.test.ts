import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { listFaults } from "../../mutants/check-list.ts";
import { lists } from "../../mutants/lists.ts";

const project = fileURLToPath(new URL("../../..", import.meta.url));

suite("the lists of mutants", () => {
  for (const [name, mutants] of Object.entries(lists)) {
    test(`${name} follows the code that it mutates`, async () => {
      assert.deepEqual(await listFaults(mutants, project), []);
    });
  }

  test("a mutant of code that has changed is named, with what to do", async () => {
    const [mutant] = lists["sql"] ?? [];
    assert.ok(mutant);
    const outdated = [
      { ...mutant, find: "no such text" },
      { ...mutant, name: "other", file: "no/such/file.ts" },
      { ...mutant, name: "same", replace: mutant.find },
      { ...mutant, name: "same" },
    ];

    const faults = await listFaults(outdated, project);

    assert.equal(faults.length, 4);
    assert.match(faults[0] ?? "", new RegExp(`^${mutant.name}: .* 0 times in ${mutant.file}`));
    assert.match(faults[1] ?? "", /^other: there is no file/);
    assert.match(faults[2] ?? "", /^same: it replaces its text by the same/);
    assert.match(faults[3] ?? "", /^Two mutants are called same/);
  });
});
