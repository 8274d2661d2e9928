import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { actions } from "../../../local/faults/actions.ts";
import { points } from "../../../local/faults/points.ts";
import { parseRules } from "../../../local/faults/rule.ts";
import { help } from "../../../local/help.ts";
import { functionNames } from "../../../runtime/bundle.ts";

const documentation = await readFile(new URL("../../../docs/faults.md", import.meta.url), "utf8");

/** The cells of the table below a heading, without backquotes. */
function table(heading: string): readonly (readonly string[])[] {
  const chapter = documentation.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? "";
  return chapter
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}

test("docs/faults.md lists every point with its meaning and actions, and no other", () => {
  const declared = Object.entries(points).map(([name, point]) => [
    name,
    point.meaning,
    point.actions.join(", "),
  ]);
  assert.deepEqual(table("Points"), declared);
});

test("docs/faults.md lists every action with its number and meaning, and no other", () => {
  const declared = Object.entries(actions).map(([name, action]) => {
    const { meaning, defaultMs } = { defaultMs: "", ...action };
    return [name, String(defaultMs), meaning];
  });
  assert.deepEqual(table("Actions"), declared);
});

test("every rule of docs/faults.md can be read", () => {
  const rules = [...documentation.matchAll(/['"`]([a-z0-9.-]+=[^'"` ]+)['"`]/g)].map(([, rule = ""]) => rule);
  assert.ok(rules.length > 8);
  for (const rule of rules) assert.equal(parseRules([rule]).length, 1);
});

test("--help names every point with its actions", () => {
  for (const [name, point] of Object.entries(points)) {
    assert.match(help, new RegExp(`^  ${name.replace(".", "\\.")} +${point.actions.join(", ")}$`, "m"));
  }
});

test("every function can be struck but the migrator, which runs before all others, and the operator's, which nothing calls", () => {
  const missing = functionNames.filter((name) => !Object.hasOwn(points, name));
  assert.deepEqual(missing, ["operate", "migrate"]);
});
