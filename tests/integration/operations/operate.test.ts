import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import type { Context } from "aws-lambda";
import * as v from "valibot";
import type { handler as operateHandler } from "../../../runtime/handlers/operate.ts";
import { captureOutput } from "../../support/capture-output.ts";
import { deadLetters } from "../../support/operations/letters.ts";
import { createWorld, type World } from "../../support/operations/world.ts";

const Logged = v.object({ message: v.string(), actor: v.optional(v.string()) });

suite("the operate function", () => {
  let world: World;
  let handler: typeof operateHandler;
  before(async () => {
    world = await createWorld();
    Object.assign(process.env, { DATABASE_USER: "fluxa_operator", LOG_LEVEL: "info" });
    ({ handler } = await import("../../../runtime/handlers/operate.ts"));
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  const invoke = async (command: unknown, remainingMs = 900_000) => {
    const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => remainingMs } as Context;
    return handler(command, context);
  };
  const actor = "on-call";

  test("does what it is asked for and writes down who asked", async (t) => {
    const letters = deadLetters(12);
    await world.bury(letters);
    await world.mend(letters);
    world.processor.go();

    const dryRun = await invoke({ command: "deadEvents.redrive", actor, all: true, dryRun: true });
    assert.ok(dryRun.ok);
    const { matching, complete } = v.parse(
      v.object({ matching: v.number(), complete: v.boolean() }),
      dryRun.answer,
    );
    assert.deepEqual({ matching, complete }, { matching: 12, complete: true });
    assert.deepEqual(await world.ports.redrives.list(10), []);

    const lines = captureOutput(t);
    const answer = await invoke({
      command: "deadEvents.redrive",
      actor,
      filter: { failureTypes: ["payload_missing"] },
    });
    assert.ok(answer.ok);
    const redrive = v.parse(
      v.object({ id: v.string(), state: v.string(), advice: v.string() }),
      answer.answer,
    );
    assert.equal(redrive.state, "finished");
    assert.match(redrive.advice, /has finished/);
    const logged = lines
      .flatMap((chunk) => chunk.trim().split("\n"))
      .map((line) => v.parse(Logged, JSON.parse(line)));
    assert.deepEqual(
      logged.map(({ message }) => message),
      ["command received", "redrive started", "redrive finished"],
    );
    assert.ok(logged.every((line) => line.actor === actor));

    const shown = await invoke({ command: "redrives.show", actor, id: redrive.id });
    assert.ok(shown.ok);
    assert.equal((await world.stored()).size, 12);
  });

  test("announces again what is stored", async () => {
    const letters = deadLetters(12);
    await world.bury(letters);
    await world.mend(letters);
    world.processor.go();
    await invoke({ command: "deadEvents.redrive", actor, all: true });
    const replay = { command: "replays.start", actor, from: "2020-01-01T00:00:00Z", rate: 1_000 };

    const counted = await invoke({ ...replay, dryRun: true });
    assert.deepEqual(counted, { ok: true, answer: { selected: 12, complete: true } });
    const answer = await invoke(replay);

    assert.ok(answer.ok);
    const Replay = v.object({
      id: v.string(),
      state: v.string(),
      counts: v.object({ announced: v.number() }),
    });
    const { id, state, counts } = v.parse(Replay, answer.answer);
    assert.deepEqual([state, counts.announced], ["finished", 12]);
    const shown = await invoke({ command: "replays.show", actor, id });
    assert.deepEqual(shown, answer);
    const refused = await invoke({ command: "replays.stop", actor, id });
    assert.match(refused.ok ? "" : refused.message, /is not running: it has finished/);
  });

  test("stops a redrive before its own time is over, and says how to go on", async () => {
    await world.bury(deadLetters(5));
    const answer = await invoke({ command: "deadEvents.redrive", actor, all: true }, 30_000);
    assert.ok(answer.ok);
    const stopped = v.parse(
      v.object({ state: v.string(), reason: v.string(), advice: v.string() }),
      answer.answer,
    );
    assert.deepEqual([stopped.state, stopped.reason], ["stopped", "deadline"]);
    assert.match(stopped.advice, /Resume it/);
  });

  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [{ command: "deadEvents.list" }, /actor/],
    [{ command: "deadEvents.burn", actor }, /command/],
    [{ command: "deadEvents.redrive", actor }, /all: true/],
    [{ command: "deadEvents.redrive", actor, filter: { reason: "x" }, all: true }, /not both/],
    [{ command: "deadEvents.redrive", actor, all: true, rate: 5_000 }, /rate/],
    [{ command: "redrives.show", actor, id: "00000000-0000-4000-8000-000000000000" }, /There is no redrive/],
    [
      { command: "redrives.resume", actor, id: "00000000-0000-4000-8000-000000000000" },
      /There is no redrive/,
    ],
    [{ command: "replays.start", actor }, /from/],
    [
      { command: "replays.start", actor, from: "2026-12-01T00:00:00Z", to: "2026-11-01T00:00:00Z" },
      /from must be before to/,
    ],
    [{ command: "replays.show", actor, id: "00000000-0000-4000-8000-000000000000" }, /There is no replay/],
    [{ command: "moves.start", actor }, /no StartMessageMoveTask/],
    [null, /cannot be understood/],
  ];
  for (const [command, reason] of wrong) {
    test(`refuses ${JSON.stringify(command)} in words`, async () => {
      const answer = await invoke(command);
      assert.ok(!answer.ok);
      assert.match(answer.message, reason);
    });
  }
});
