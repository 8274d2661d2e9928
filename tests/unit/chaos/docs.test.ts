import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { promises } from "../../chaos/oracle/judge.ts";

test("docs/chaos.md lists the oracle's promises, all of them and in their order", async () => {
  const page = await readFile(new URL("../../../docs/chaos.md", import.meta.url), "utf8");
  const table = page.slice(page.indexOf("| promise |"));
  const rows = table.slice(0, table.indexOf("\n\n")).split("\n").slice(2);
  assert.deepEqual(
    rows.map((row) => row.split("|")[1]?.trim()),
    promises.map(({ promise }) => promise),
  );
});
