import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { EngineStack, engineMissing } from "./support/engine.ts";
import { resourcesOf } from "./support/state.ts";

const needMigration = ["process", "relay", "query", "upkeep", "operate"];

suite("a migration that fails", { skip: engineMissing }, () => {
  test("keeps every function that needs it from going live, and the next deployment goes on from there", async () => {
    await using stack = await EngineStack.open("dev");
    const live = async () => {
      const resources = resourcesOf(await stack.run("export"));
      const aliases = resources.filter(({ type }) => type === "aws:lambda/alias:Alias");
      return needMigration.filter((name) => aliases.some(({ urn }) => urn.endsWith(`-${name}-live`)));
    };

    stack.fail(/aws:lambda\/invocation:Invocation::/);
    const { code, output } = await stack.try("up");
    assert.notEqual(code, 0);
    assert.match(output, /-store-migration/);
    assert.deepEqual(await live(), []);

    stack.fail(undefined);
    await stack.run("up");
    assert.deepEqual(await live(), needMigration);
  });
});
