import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { Refused } from "../../../runtime/operations/refused.ts";
import { resumeReplay, startReplay, stopReplay } from "../../../runtime/operations/replay/replay.ts";
import type { ReplayPorts } from "../../../runtime/operations/replay/replay-ports.ts";
import type { Notification } from "../../../runtime/ports/topic.ts";
import { createReplayWorld, type ReplayWorld } from "../../support/operations/replay-world.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

const selection = { from: "2026-09-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" };
const order = (rate = 5_000) => ({ selection, rate, actor: "test" });
const actor = "another";

suite("a replay that stops", () => {
  let world: ReplayWorld;
  let ids: readonly string[];
  before(async () => {
    world = await createReplayWorld();
  });
  beforeEach(async () => {
    await world.clear();
    const events = Array.from({ length: 40 }, () =>
      verifiedEvent({ receivedAt: "2026-10-01T00:00:00.000Z" }),
    );
    await world.store(events);
    ids = events.map(({ eventId }) => eventId).toSorted();
  });
  after(() => world.stop());

  const heardIds = async () => (await world.heard()).map(({ eventId }) => eventId).toSorted();

  test("by a wish goes on from where it came to, and announces nothing twice", async () => {
    const controller = new AbortController();
    const watch = { signal: controller.signal, onProgress: () => controller.abort() };

    const stopped = await startReplay(order(10), world.ports, watch);
    assert.deepEqual(
      [stopped.state, stopped.reason, stopped.counts.announced],
      ["stopped", "interrupted", 10],
    );
    const finished = await resumeReplay({ id: stopped.id, actor }, world.ports);

    assert.deepEqual([finished.state, finished.run, finished.counts.announced], ["finished", 2, 40]);
    assert.equal(finished.actor, "test, another");
    assert.deepEqual(await heardIds(), ids);
  });

  test("at its deadline has announced nothing more", async () => {
    const stopped = await startReplay(order(), world.ports, { deadline: Date.now() });
    assert.deepEqual([stopped.state, stopped.reason, stopped.counts.announced], ["stopped", "deadline", 0]);
    assert.deepEqual(await heardIds(), []);
  });

  test("because another process stops it says so, and can be resumed", async () => {
    const running = startReplay(order(10), world.ports);
    const id = await until("the replay to run", async () => (await world.ports.replays.list(1))[0]?.id);
    const stopped = await stopReplay(id, world.ports);
    assert.deepEqual([stopped.state, stopped.reason], ["stopped", "interrupted"]);

    assert.equal((await running).state, "stopped");
    await assert.rejects(stopReplay(id, world.ports), /is not running: it has stopped/);
    assert.equal((await resumeReplay({ id, actor }, world.ports)).state, "finished");
  });

  test("without SNS has tried three times, and announces all when it is back", async () => {
    let tries = 0;
    const away = async () => {
      tries += 1;
      return { taken: new Set<string>(), refused: new Map<string, string>(), outage: new Error("away") };
    };
    const stopped = await startReplay(order(), {
      ...world.ports,
      topic: { publish: away },
      pause: async () => {},
    });
    assert.deepEqual(
      [stopped.state, stopped.reason, stopped.detail, stopped.counts.announced, tries],
      ["stopped", "topic_away", "away", 0, 3],
    );

    assert.equal((await resumeReplay({ id: stopped.id, actor }, world.ports)).counts.announced, 40);
    assert.deepEqual(await heardIds(), ids);
  });

  test("tries again what SNS did not take for a moment, and only that", async () => {
    const { publish } = world.ports.topic;
    let first = true;
    const half = async (notifications: readonly Notification[]) => {
      if (!first) return publish(notifications);
      first = false;
      const some = await publish(notifications.slice(0, 15));
      return { ...some, outage: new Error("throttled") };
    };
    const ports = { ...world.ports, topic: { publish: half }, pause: async () => {} };
    assert.equal((await startReplay(order(), ports)).state, "finished");
    assert.deepEqual(await heardIds(), ids);
  });

  test("counts what SNS refuses, and holds up nothing for it", async () => {
    const { publish } = world.ports.topic;
    const [refusedId = ""] = ids;
    const refusing = async (notifications: readonly Notification[]) => ({
      ...(await publish(notifications.filter(({ eventId }) => eventId !== refusedId))),
      refused: new Map([[refusedId, "InvalidParameter"]]),
    });
    const replay = await startReplay(order(), { ...world.ports, topic: { publish: refusing } });

    assert.deepEqual([replay.state, replay.counts], ["finished", { announced: 39, refused: 1 }]);
    assert.deepEqual(
      world.lines
        .filter(({ message }) => message === "announcement refused")
        .map(({ eventId, code }) => [eventId, code]),
      [[refusedId, "InvalidParameter"]],
    );
    assert.deepEqual(await heardIds(), ids.slice(1));
  });

  test("by a kill is refused to others until it has given no sign of life, and goes on then", async () => {
    const killed = await world.ports.replays.start({ id: world.ports.newId(), ...order() });
    assert.ok(killed !== undefined);
    await assert.rejects(startReplay(order(), world.ports), /is running since/);
    await assert.rejects(resumeReplay({ id: killed.id, actor }, world.ports), /is running since/);

    const resumed = await until("it to lapse", async () => {
      try {
        return await resumeReplay({ id: killed.id, actor }, world.ports);
      } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
      }
    });
    assert.deepEqual([resumed.state, resumed.run], ["finished", 2]);
    assert.deepEqual(await heardIds(), ids);
  });

  test("whose run another process has taken over ends without a word on the record", async () => {
    const { replays } = world.ports;
    const taking: ReplayPorts["replays"] = {
      ...replays,
      advance: async (run, ...rest) => {
        if (run.run === 1) {
          await replays.stop(run.id);
          await replays.resume(run.id, actor);
        }
        return replays.advance(run, ...rest);
      },
    };
    await assert.rejects(
      startReplay(order(), { ...world.ports, replays: taking }),
      /Another process goes on/,
    );
    const [record] = await replays.list(1);
    assert.deepEqual([record?.state, record?.run, record?.counts.announced], ["running", 2, 0]);
  });

  test("because the store fails tells what failed", async () => {
    const read = async (): Promise<never> => {
      throw new Error("The store is away.");
    };
    const stopped = await startReplay(order(), { ...world.ports, replays: { ...world.ports.replays, read } });
    assert.deepEqual(
      [stopped.state, stopped.reason, stopped.detail],
      ["stopped", "failed", "The store is away."],
    );
  });

  test("and has finished is not resumed", async () => {
    const { id } = await startReplay(order(), world.ports);
    await assert.rejects(resumeReplay({ id, actor }, world.ports), /has finished/);
    await assert.rejects(resumeReplay({ id: world.ports.newId(), actor }, world.ports), /There is no replay/);
  });
});
