import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";

suite("a large request", () => {
  test("a payload above 4 MiB is refused before anything is written", async () => {
    const to = journal();
    const data = transaction({ metadata: { text: "x".repeat(4 * 1024 * 1024) } });
    const problem = await problemOf(accept(plainEvent({ data }), json, acceptPorts(to)));
    assert.equal(problem.code, "payload_too_large");
    assert.deepEqual([to.sent.length, to.objects.size], [0, 0]);
  });

  test("500 events that fill a request are all taken", async () => {
    const to = journal();
    const filler = "x".repeat(9_500);
    const batch = Array.from({ length: 500 }, (_item, index) =>
      plainEvent({ id: String(index), data: transaction({ metadata: { filler } }) }),
    );
    const body = JSON.stringify(batch);
    assert.ok(body.length > 4.5 * 1024 * 1024);
    const results = await acceptItems(body, json, acceptPorts(to));
    assert.ok(results.every((result) => !("problem" in result)));
    assert.equal(results.length, 500);
    assert.equal(to.sent.length, 500);
  });

  test("a refusal stays small, however long the key is that it names", async () => {
    const key = "~".repeat(1_000_000);
    for (const [body, path] of [
      [plainEvent({ [key]: 1 }), ""],
      [plainEvent({ data: transaction({ [key]: 1 }) }), "/data"],
    ] as const) {
      const problem = await problemOf(accept(body));
      assert.deepEqual(
        [problem.code, problem.faults.map((fault) => fault.path)],
        ["schema_violation", [path]],
      );
    }
  });
});
