import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeResults } from "../../../bench/report/write.ts";
import { figure, result } from "./figures.ts";

const order = ["one", "two"];

test("a measure that is taken anew leaves what was found of the others on the page", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-test-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const bars = [{ label: "Fluxa", key: "a.b" }];
  const findings = { figures: [figure()], charts: [{ name: "rates", title: "Rates", bars }], notes: [] };

  await writeResults(
    [result({ name: "two", commit: "older" }), result({ name: "one", findings })],
    order,
    folder,
  );
  await writeResults([result({ name: "one", commit: "newer", findings })], order, folder);

  const page = await readFile(join(folder, "README.md"), "utf8");
  assert.ok(page.indexOf("commit newer") < page.indexOf("commit older"));
  assert.match(page, /^# Benchmarks[\s\S]*## The figures to beat[\s\S]*## one/);
  assert.match(await readFile(join(folder, "sizing.md"), "utf8"), /^# Sizing/);
  assert.ok((await readFile(join(folder, "rates.svg"), "utf8")).startsWith("<svg"));
});

test("a figure that is no number is not written", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-test-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const findings = { figures: [figure({ value: Number.NaN })], charts: [], notes: [] };
  await assert.rejects(writeResults([result({ findings })], order, folder), /NaN/);
});
