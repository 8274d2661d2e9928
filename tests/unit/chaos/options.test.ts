import assert from "node:assert/strict";
import { test } from "node:test";
import { OptionFault } from "../../../local/command-line.ts";
import { help, readOptions } from "../../chaos/options.ts";

const read = (...args: readonly string[]) => readOptions(args, () => 42);

test("a run without options has 20,000 events and a seed of its own", () => {
  assert.deepEqual(read(), {
    help: false,
    options: { seed: 42, events: 20_000, calm: false, dataDir: undefined },
  });
});

test("every option is read, and the help names it", () => {
  assert.deepEqual(read("--seed", "7", "--events", "400", "--calm", "--data-dir", "/tmp/x"), {
    help: false,
    options: { seed: 7, events: 400, calm: true, dataDir: "/tmp/x" },
  });
  assert.deepEqual(read("-h"), { help: true });
  for (const name of ["--seed", "--events", "--calm", "--data-dir", "--help"]) assert.ok(help.includes(name));
});

for (const args of [
  ["--seed", "seven"],
  ["--seed", "-1"],
  ["--seed", "2147483648"],
  ["--events", "0"],
  ["--events", "1e3"],
  ["--event", "1"],
  ["400"],
]) {
  test(`${args.join(" ")} is refused in words`, () => {
    assert.throws(() => read(...args), OptionFault);
  });
}
