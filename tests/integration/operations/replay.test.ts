import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { sql } from "slonik";
import * as v from "valibot";
import { notificationOf, pendingOf } from "../../../runtime/core/notification.ts";
import { countReplay } from "../../../runtime/operations/replay/count-replay.ts";
import { startReplay } from "../../../runtime/operations/replay/replay.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { createReplayWorld, type ReplayWorld } from "../../support/operations/replay-world.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

const from = "2026-09-01T00:00:00.000Z";
const to = "2026-12-01T00:00:00.000Z";
const order = (changes: object = {}) => ({ selection: { from, to, ...changes }, rate: 5_000, actor: "test" });

suite("a replay", () => {
  let world: ReplayWorld;
  before(async () => {
    world = await createReplayWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  test("announces every event of a time once, as it was announced at first but for the replay's id", async () => {
    const inside = everyFewHours(600);
    const [early, late] = ["2026-08-31T23:59:59.999Z", to].map((receivedAt) => verifiedEvent({ receivedAt }));
    assert.ok(early !== undefined && late !== undefined);
    await world.store([...inside, early, late]);

    const replay = await startReplay(order(), world.ports);

    assert.deepEqual([replay.state, replay.counts], ["finished", { announced: 600, refused: 0 }]);
    const heard = await world.heard();
    assert.deepEqual(heard.map(({ eventId }) => eventId).toSorted(), idsOf(inside).toSorted());
    const bodies = new Map(inside.map((event) => [event.eventId, notificationOf(pendingOf(event, 1_000))]));
    for (const { eventId, body, attributes } of heard) {
      const { replay_id: replayId, ...others } = attributes;
      assert.deepEqual(JSON.parse(body), JSON.parse(bodies.get(eventId)?.body ?? ""));
      assert.deepEqual(others, bodies.get(eventId)?.attributes);
      assert.equal(replayId, replay.id);
    }
  });

  test("goes by the order of receipt and writes down each event with its correlation id", async () => {
    const events = everyFewHours(300).map((event, n) => ({ ...event, correlationId: `correlation-${n}` }));
    await world.store(events.toReversed());

    const { id } = await startReplay(order(), world.ports);

    const inOrder = events.toSorted(inReceipt);
    assert.deepEqual(
      world.lines.filter(({ message }) => message === "event announced again"),
      inOrder.map(({ eventId, correlationId }) => ({
        message: "event announced again",
        correlationId,
        eventId,
        replayId: id,
      })),
    );
  });

  test("takes only the types and producers that are selected, and its dry run counts them", async () => {
    const events = everyFewHours(90).map((event, n) => ({
      ...event,
      producer: n % 3 === 0 ? "till" : "shop",
      event: { ...event.event, type: n % 2 === 0 ? "transaction.captured" : "transaction.refunded" },
    }));
    await world.store(events);
    const selection = { types: ["transaction.captured"], producers: ["till", "nobody"] };
    const expected = events.filter((_, n) => n % 6 === 0);

    const counted = await countReplay({ ...order(selection), seconds: 10 }, world.ports);
    const replay = await startReplay(order(selection), world.ports);

    assert.deepEqual(counted, { selected: expected.length, complete: true });
    assert.equal(replay.counts.announced, expected.length);
    assert.deepEqual(
      (await world.heard()).map(({ eventId }) => eventId).toSorted(),
      idsOf(expected).toSorted(),
    );
  });

  test("changes nothing of what is stored: neither receipts nor what waits to be announced", async () => {
    await world.store(everyFewHours(20));
    const before = await everything(world);

    await startReplay(order(), world.ports);

    assert.deepEqual(await everything(world), before);
  });

  test("names the payload of an event that is too large to be announced with it", async () => {
    const large = verifiedEvent({ receivedAt: from, canonical: JSON.stringify("x".repeat(1_000)) });
    await world.store([large]);

    await startReplay(order(), world.ports);

    const [heard] = await world.heard();
    const body = v.parse(v.object({ dataref: v.string() }), JSON.parse(heard?.body ?? ""));
    assert.equal(body.dataref, `/v1/events/${large.eventId}/payload`);
  });

  test("a count that is over its time says that there is more", async () => {
    await world.store(everyFewHours(5));
    const late = { ...world.ports, now: ticking() };
    assert.deepEqual(await countReplay({ ...order(), seconds: 1 }, late), { selected: 5, complete: false });
  });
});

/** A clock that goes an hour each time that it is looked at. */
function ticking() {
  let now = 0;
  return () => {
    now += 3_600_000;
    return now;
  };
}

/** Over three months and always three at a moment, so that months and slices end anywhere. */
function everyFewHours(count: number): VerifiedEvent[] {
  const step = (Date.parse(to) - Date.parse(from)) / count;
  return Array.from({ length: count }, (_, n) => {
    const receivedAt = new Date(Date.parse(from) + Math.floor((n - (n % 3)) * step)).toISOString();
    return verifiedEvent({ receivedAt, canonical: JSON.stringify({ amount: n }) });
  });
}

function inReceipt(a: VerifiedEvent, b: VerifiedEvent): number {
  const key = ({ receivedAt, eventId }: VerifiedEvent) => `${receivedAt} ${eventId}`;
  return key(a) < key(b) ? -1 : 1;
}

function idsOf(events: readonly VerifiedEvent[]): readonly string[] {
  return events.map(({ eventId }) => eventId);
}

const Row = v.object({ row: v.string() });

async function everything({ oracle }: ReplayWorld) {
  return oracle.any(sql.type(Row)`
    select row_to_json(claim)::text as row from claim
    union all select row_to_json(outbox)::text from outbox
    order by row
  `);
}
