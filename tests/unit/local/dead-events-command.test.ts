import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { OptionFault } from "../../../local/command-line.ts";
import { readCommand } from "../../../local/operate/dead-events/read-command.ts";
import { table } from "../../../local/operate/table.ts";

const id = "00000000-0000-4000-8000-000000000001";
const actor = ["--actor", "anna"];

suite("the command for dead events", () => {
  const understood: readonly (readonly [readonly string[], object])[] = [
    [["list"], { command: "deadEvents.list", actor: "anna", filter: {}, limit: 50, seconds: 60 }],
    [
      ["groups", "--producer", "shop", "--producer", "bank", "--reason", "S3"],
      {
        command: "deadEvents.groups",
        actor: "anna",
        filter: { producers: ["shop", "bank"], reason: "S3" },
        seconds: 60,
      },
    ],
    [
      ["show", id, "--payload"],
      { command: "deadEvents.show", actor: "anna", id, payload: true, seconds: 60 },
    ],
    [
      [
        "redrive",
        "--failure-type",
        "unjudged",
        "--from",
        "2026-11-22T17:00:00Z",
        "--rate",
        "500",
        "--dry-run",
      ],
      {
        command: "deadEvents.redrive",
        actor: "anna",
        filter: { failureTypes: ["unjudged"], from: "2026-11-22T17:00:00Z" },
        ...{ rate: 500, canary: 10, failureRatio: 0.1, patienceSeconds: 120 },
        ...{ dryRun: true, all: false, seconds: 60 },
      },
    ],
    [["resume", id], { command: "redrives.resume", actor: "anna", id }],
    [["stop", id], { command: "redrives.stop", actor: "anna", id }],
    [["redrives"], { command: "redrives.list", actor: "anna", limit: 20 }],
    [["redrives", id], { command: "redrives.show", actor: "anna", id }],
    [
      [
        "list",
        "--queue",
        "http://127.0.0.1/0/a",
        "--dead-letter-queue",
        "http://127.0.0.1/0/b",
        "--limit",
        "1",
      ],
      {
        command: "deadEvents.list",
        actor: "anna",
        queues: { queueUrl: "http://127.0.0.1/0/a", deadLetterQueueUrl: "http://127.0.0.1/0/b" },
        ...{ filter: {}, limit: 1, seconds: 60 },
      },
    ],
  ];
  for (const [words, command] of understood) {
    test(words.join(" "), () => assert.deepEqual(readCommand([...words, ...actor])?.command, command));
  }

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /Say what to do/],
    [["burn"], /no command burn/],
    [["show"], /^The id/],
    [["resume", "x"], /^The id: must be a UUID/],
    [["redrive"], /--all/],
    [["redrive", "--all", "--producer", "shop"], /not both/],
    [["redrive", "--all", "--rate", "fast"], /^--rate/],
    [["redrive", "--all", "--failure-ratio", "2"], /^--failure-ratio/],
    [["redrive", "--all", "--patience", ""], /^--patience/],
    [["list", "--event-id", "x"], /^--event-id/],
    [["list", "--queue", "http://127.0.0.1/0/a"], /^--dead-letter-queue/],
    [["list", "--colour"], /--colour/],
    [["show", id, id], /a word too many/],
  ];
  for (const [words, reason] of wrong) {
    test(`${words.join(" ")} is refused in words`, () => {
      assert.throws(
        () => readCommand([...words, ...actor]),
        (error) => error instanceof OptionFault && reason.test(error.message),
      );
    });
  }

  test("asks for help", () => assert.equal(readCommand(["--help"]), undefined));
});

test("a table keeps what a terminal must not get out of it", () => {
  assert.equal(table(["a", "b"], [["\u001b[31mred", null]]), "a         b\n?[31mred  -\n");
});
