import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { OptionFault } from "../../../local/command-line.ts";
import { readCommand } from "../../../local/operate/replay/read-command.ts";

const id = "00000000-0000-4000-8000-000000000001";
const actor = ["--actor", "anna"];
const time = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const during = ["--from", time.from, "--to", time.to];

suite("the command for replays", () => {
  const understood: readonly (readonly [readonly string[], object])[] = [
    [
      ["start", ...during],
      { command: "replays.start", actor: "anna", ...time, rate: 100, dryRun: false, seconds: 60 },
    ],
    [
      ["start", ...during, "--type", "a", "--type", "b", "--producer", "shop", "--rate", "5000", "--dry-run"],
      {
        ...{ command: "replays.start", actor: "anna", ...time, types: ["a", "b"], producers: ["shop"] },
        ...{ rate: 5_000, dryRun: true, seconds: 60 },
      },
    ],
    [["resume", id], { command: "replays.resume", actor: "anna", id }],
    [["resume", id, "--rate", "10"], { command: "replays.resume", actor: "anna", id, rate: 10 }],
    [["stop", id], { command: "replays.stop", actor: "anna", id }],
    [["show", id], { command: "replays.show", actor: "anna", id }],
    [["list", "--limit", "3"], { command: "replays.list", actor: "anna", limit: 3 }],
  ];
  for (const [words, command] of understood) {
    test(words.join(" "), () => assert.deepEqual(readCommand([...words, ...actor])?.command, command));
  }

  test("without an end it goes up to now", () => {
    const before = Date.now();
    const command = readCommand(["start", "--from", time.from])?.command;
    assert.ok(command?.command === "replays.start");
    assert.ok(Date.parse(command.to) >= before && Date.parse(command.to) <= Date.now());
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /Say what to do/],
    [["start"], /^--from/],
    [["start", "--from", "yesterday"], /^--from: must be an RFC 3339 timestamp/],
    [["start", "--from", time.to, "--to", time.from], /^--from must be before --to/],
    [["start", ...during, "--rate", "5001"], /^--rate/],
    [["start", ...during, "--producer", "SHOP"], /^--producer/],
    [["resume"], /^The id/],
    [["show", id, id], /a word too many/],
    [["again"], /no command again/],
  ];
  for (const [words, reason] of wrong) {
    test(`${words.join(" ")} is refused in words`, () => {
      assert.throws(
        () => readCommand([...words, ...actor]),
        (error) => error instanceof OptionFault && reason.test(error.message),
      );
    });
  }

  test("asks for help", () => assert.equal(readCommand(["-h"]), undefined));
});
