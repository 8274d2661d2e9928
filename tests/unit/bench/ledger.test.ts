import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../../../bench/measures/end-to-end/load/ledger.ts";

test("latency counts from when an event was to be sent, and to when it was first heard", () => {
  const ledger = new Ledger();
  ledger.send("a", 1_000);
  ledger.hear("a", 1_250);
  ledger.hear("a", 9_000);
  ledger.answer("a", true);

  assert.deepEqual(ledger.latencies(["a"]), [250]);
  assert.equal(ledger.waiting, 0);
});

test("what was accepted waits until it is heard, and what was refused does not", () => {
  const ledger = new Ledger();
  for (const id of ["a", "b"]) ledger.send(id, 0);
  ledger.answer("a", true);
  ledger.answer("b", false);

  assert.deepEqual([ledger.accepted, ledger.refused, ledger.waiting], [1, 1, 1]);
  ledger.hear("b", 5);
  assert.equal(ledger.waiting, 1);
  ledger.hear("a", 5);
  assert.equal(ledger.waiting, 0);
  assert.deepEqual(ledger.ids().accepted, ["a"]);
});

test("a notification of what nobody sent is not taken for one of ours", () => {
  assert.throws(() => new Ledger().hear("a", 1), /never sent/);
});
