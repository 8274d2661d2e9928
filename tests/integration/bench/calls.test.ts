import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, suite, test } from "node:test";
import type { Figure } from "../../../bench/measure.ts";
import { countCalls } from "../../../bench/measures/calls/count-calls.ts";
import { held } from "../../../bench/report/judge.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { createTestDatabase, password, type TestDatabase } from "../../support/postgres/test-database.ts";

suite("the budget of calls, counted at the wire on the bundles that deploy", () => {
  let database: TestDatabase;
  let folder = "";
  let figures: readonly Figure[] = [];
  before(async () => {
    database = await createTestDatabase();
    folder = await scratchFolder();
    const access = { ...database.settings("fluxa_processor"), password, tls: "off" } as const;
    figures = await countCalls(folder, access, new AbortController().signal);
  });
  after(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const budget: Readonly<Record<string, number>> = {
    "calls.processor.b1.roundTrips": 2,
    "calls.processor.b10.roundTrips": 2,
    "calls.processor.b100.roundTrips": 2,
    "calls.processor.b1.sns": 1,
    "calls.processor.b10.sns": 1,
    "calls.processor.b100.sns": 10,
    "calls.processor.b100.sqs": 0,
    "calls.ingest.single.sqs": 1,
    "calls.ingest.batch10.sqs": 1,
    "calls.ingest.batch500.sqs": 50,
    "calls.ingest.batch500.s3": 0,
  };
  for (const [key, calls] of Object.entries(budget)) {
    test(`${key} is ${calls}`, () => {
      assert.equal(figures.find((figure) => figure.key === key)?.value, calls);
    });
  }

  test("holds for everything that the benchmark counts", () => {
    assert.deepEqual(
      figures.filter((figure) => held(figure) !== true),
      [],
    );
  });
});
