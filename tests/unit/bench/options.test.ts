import assert from "node:assert/strict";
import { test } from "node:test";
import { help, readOptions } from "../../../bench/options.ts";
import { OptionFault } from "../../../local/command-line.ts";

const measures = [
  { name: "fast", about: "what is fast" },
  { name: "growth", about: "what grows", leftOutWhenQuick: true },
  { name: "last", about: "what comes last" },
];
const read = (...args: readonly string[]) => {
  const command = readOptions(args, measures);
  assert.ok(!command.help);
  return command.options;
};

test("a run without options takes every measure and writes the page", () => {
  assert.deepEqual(read(), { quick: false, json: false, write: true, names: ["fast", "growth", "last"] });
});

test("a quick run leaves out what takes minutes, and writes nothing unless told to", () => {
  assert.deepEqual(read("--quick").names, ["fast", "last"]);
  assert.equal(read("--quick").write, false);
  assert.equal(read("--quick", "--write").write, true);
});

test("measures that are named are taken in the order of the list, even those that a quick run leaves out", () => {
  assert.deepEqual(read("--quick", "--only", "last", "--only", "growth").names, ["growth", "last"]);
  assert.equal(read("--only", "last").write, false);
});

test("what is apart is taken only when it is named", () => {
  const withApart = [...measures, { name: "long", about: "what takes an hour", apart: true }];
  const namesOf = (...args: readonly string[]) => {
    const command = readOptions(args, withApart);
    assert.ok(!command.help);
    return command.options.names;
  };
  assert.deepEqual(namesOf(), ["fast", "growth", "last"]);
  assert.deepEqual(namesOf("--only", "long"), ["long"]);
  assert.match(help(withApart), /what takes an hour \(only when it is named by --only\)/);
});

test("the help names every option and every measure", () => {
  assert.deepEqual(readOptions(["-h"], measures), { help: true });
  const text = help(measures);
  for (const part of ["--quick", "--only", "--json", "--write", "--help", "what grows", "last"]) {
    assert.ok(text.includes(part), part);
  }
});

for (const args of [["--only", "slow"], ["--only"], ["--rounds", "3"], ["fast"], ["--quick=no"]]) {
  test(`${args.join(" ")} is refused in words`, () => {
    assert.throws(() => readOptions(args, measures), OptionFault);
  });
}
