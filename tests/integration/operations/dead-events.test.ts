import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";
import { groupDeadEvents } from "../../../runtime/operations/dead-events/groups.ts";
import { listDeadEvents } from "../../../runtime/operations/dead-events/list.ts";
import { showDeadEvent } from "../../../runtime/operations/dead-events/show.ts";
import { deadLetter, deadLetters } from "../../support/operations/letters.ts";
import { createWorld, type World } from "../../support/operations/world.ts";
import { until } from "../../support/until.ts";

/** Before what a look has hidden comes back by itself, which takes a minute. */
const sooner = { seconds: 40 };
const look = { filter: {}, seconds: 60 };

suite("looking at dead events", () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  beforeEach(() => world.clear());
  after(() => world.stop());

  /** The page of a list that sees so many letters, which needs all that an earlier look hid. */
  const pageOf = (count: number, options: Partial<Parameters<typeof listDeadEvents>[0]> = {}) =>
    until(
      `a list of ${count} letters`,
      async () => {
        const page = await listDeadEvents({ ...look, limit: 1_000, ...options }, world.ports);
        return page.seen === count && page.hidden === 0 ? page : undefined;
      },
      sooner,
    );

  test("a list shows every letter once and leaves the queue as it was", async () => {
    const letters = deadLetters(57);
    await world.bury(letters);

    const { events, ...page } = await listDeadEvents({ ...look, limit: 1_000 }, world.ports);

    assert.deepEqual(page, { next: null, seen: 57, matching: 57, complete: true, hidden: 0 });
    assert.deepEqual(
      events.map(({ eventId }) => eventId).toSorted(),
      letters.map(({ eventId }) => eventId).toSorted(),
    );
    assert.deepEqual((await pageOf(57)).events, events);
  });

  test("pages follow each other, latest death first, each letter on one of them", async () => {
    await world.bury(deadLetters(23));
    const seen: string[] = [];
    const deaths: string[] = [];
    let after: string | undefined;
    do {
      const page = await pageOf(23, { limit: 10, after });
      seen.push(...page.events.map(({ letterId }) => letterId));
      deaths.push(...page.events.map(({ deadAt }) => deadAt));
      after = page.next ?? undefined;
    } while (after !== undefined);

    assert.equal(seen.length, 23);
    assert.equal(new Set(seen).size, 23);
    assert.deepEqual(deaths, deaths.toSorted().toReversed());
  });

  test("what somebody else has in hand is counted and not waited for", async () => {
    await world.bury(deadLetters(5));
    const [held] = await world.ports.queue.take(1, 60);

    const page = await listDeadEvents({ ...look, limit: 10 }, world.ports);

    assert.deepEqual([page.seen, page.hidden], [4, 1]);
    await world.ports.queue.giveBack([held?.receiptHandle ?? ""]);
  });

  test("groups put together what died of one cause, whatever ids its reasons name", async () => {
    await world.bury([
      ...deadLetters(7),
      ...deadLetters(4, { producer: "bank" }),
      ...deadLetters(2, { failureType: undefined }),
    ]);

    const { groups, seen } = await groupDeadEvents(look, world.ports);

    assert.equal(seen, 13);
    assert.deepEqual(
      groups.map(({ failureType, reason, count, producers }) => ({ failureType, reason, count, producers })),
      [
        {
          failureType: "payload_missing",
          reason: "There is no payload in S3 at <path>.",
          count: 11,
          producers: { shop: 7, bank: 4 },
        },
        { failureType: "unjudged", reason: null, count: 2, producers: { shop: 2 } },
      ],
    );
    assert.ok(groups.every(({ oldest, newest }) => oldest <= newest));
    await pageOf(13);
  });

  test("one letter shows all that it tells, its payload only to who asks for it", async () => {
    const letter = deadLetter();
    const body = JSON.stringify({ ...JSON.parse(letter.body), payloadKey: undefined, data: { secret: 1 } });
    await world.bury([{ ...letter, body }, ...deadLetters(3)]);
    const show = { id: letter.eventId, seconds: 60 };

    const shy = await showDeadEvent({ ...show, payload: false }, world.ports);
    await pageOf(4);
    const open = await until(
      "the letter to be back",
      async () => {
        const shown = await showDeadEvent({ ...show, payload: true }, world.ports);
        return shown.letters.length === 1 ? shown : undefined;
      },
      sooner,
    );

    assert.equal(shy.letters.length, 1);
    assert.equal(shy.letters[0]?.attributes["failure_type"], "payload_missing");
    assert.equal(shy.receipt, null);
    assert.equal(JSON.stringify(shy).includes("secret"), false);
    assert.deepEqual(open.letters[0]?.payload, { secret: 1 });
  });

  test("letters that cannot be read are shown as far as they can, and so are notifications of subscribers", async () => {
    const attributes = { failure_type: "malformed_message", failure_reason: "No JSON.", attempts: "3" };
    const published = { specversion: "1.0", type: "transaction.voided", producer: "bank", id: "7" };
    const wrapped = JSON.stringify({ Type: "Notification", Message: JSON.stringify(published) });
    const blank = { ...deadLetter(), attributes: {} };
    await world.bury([
      { ...blank, attributes, body: "not JSON" },
      { ...blank, body: JSON.stringify(published) },
      { ...blank, body: wrapped },
    ]);

    const { events } = await listDeadEvents({ ...look, limit: 10 }, world.ports);

    const facts = events.map(({ failureType, producer, type, attempts }) => [
      failureType,
      producer,
      type,
      attempts,
    ]);
    assert.deepEqual(facts.toSorted(), [
      ["malformed_message", null, null, 3],
      ["unjudged", "bank", "transaction.voided", null],
      ["unjudged", "bank", "transaction.voided", null],
    ]);
  });
});
