import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { accepted, call, post } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, transaction, transactionOfBytes } from "../support/local/events.ts";
import { type Faulty, startFaulty } from "../support/local/faulty.ts";
import { until } from "../support/until.ts";

const offloaded = transactionOfBytes(300_000);

suite("a fault strikes the running whole, which survives it", () => {
  let fluxa: Faulty;
  let database: Oracle;
  let sent = 0;
  before(async () => {
    fluxa = await startFaulty(11);
    database = await openDatabase(fluxa.running.instance);
  });

  async function rules(...texts: readonly string[]): Promise<void> {
    await fluxa.running.faults.set(texts);
  }

  /** Posts an event of its own as often as it takes. */
  async function send(data: unknown = transaction()): Promise<string> {
    sent += 1;
    const event = authorized(`event-${sent}`, data);
    const reply = await until("a 202", async () => {
      const answer = await post(fluxa.apiUrl, event);
      return answer.status === 202 ? answer : undefined;
    });
    return accepted(reply).eventId;
  }

  async function notified(eventId: string): Promise<void> {
    await until(`${eventId} to be notified`, async () => {
      const { json } = await call(`${fluxa.apiUrl}/v1/events/${eventId}`);
      return Object(json).status === "notified" ? true : undefined;
    });
  }

  const evidence = (file: string, pattern: RegExp, eventId: string) =>
    until(`${pattern} of ${eventId} in ${file}`, async () =>
      (await fluxa.log(file)).split("\n").some((line) => pattern.test(line) && line.includes(eventId))
        ? true
        : undefined,
    );

  test("faults.log tells whom a strike met", async () => {
    await rules("process.claim=crash-afterx1");
    const eventId = await send();
    await fluxa.struck("process.claim=crash-afterx1");
    await notified(eventId);

    await evidence(
      "faults.log",
      /"point":"process\.claim","action":"crash-after".*"sandbox":"process-/,
      eventId,
    );
    assert.match(await fluxa.log("process.log"), /Runtime\.ExitError/);
    await evidence("process.log", /event redelivered/, eventId);
  });

  for (const rule of ["duplicate", "lapse", "undeleted"]) {
    test(`event-source=${rule}: the message is worked twice, and stored once`, async () => {
      await rules(`event-source=${rule}x1`);
      const eventId = await send();
      await fluxa.struck(`event-source=${rule}x1`);

      await evidence("process.log", /event stored/, eventId);
      if (rule !== "lapse") await evidence("process.log", /event redelivered/, eventId);
      await notified(eventId);
    });
  }

  for (const rule of [
    "event-source=throttle",
    "event-source=reorder:500",
    "process=throttle",
    "process=crash",
    "process=crash-after",
    "process=freeze:500",
    "process.claim=crash",
    "process.clear=crash",
    "process.clear=crash-after",
    "sns.publish=refuse-some",
    "sns.publish=crash-after",
    "relay.lease=cut-after",
  ]) {
    test(`${rule}: the event comes through all the same`, async () => {
      await rules(`${rule}x1`);
      const eventId = await send();
      await fluxa.struck(`${rule}x1`);
      await notified(eventId);
    });
  }

  test("process=jump: the sandbox's log is of another time", async () => {
    const day = 86_400_000;
    await rules(`process=jump:${30 * day}x1`);
    const eventId = await send();
    await notified(eventId);

    const future = new Date(Date.now() + 30 * day).toISOString().slice(0, 7);
    await evidence("process.log", new RegExp(`"${future}-.*event stored|event stored.*"${future}-`), eventId);
    await fluxa.running.faults.jumpClock("process", -30 * day);
  });

  test("s3: a payload is read again and again until it is what was promised", async () => {
    await rules("s3.put=refusex1", "s3.get=garblex2");
    const eventId = await send(offloaded);
    await fluxa.struck("s3.get=garblex2");
    await notified(eventId);
  });

  test("s3.get=corrupt: what is not what was promised is never stored", async () => {
    await rules("s3.get=corrupt");
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("corrupt", offloaded)));

    await evidence("process.log", /event dead-lettered.*fingerprint_mismatch/, eventId);
    await rules();
    assert.equal((await database.storedCounts()).has(eventId), false);
  });

  test("ingest=crash and ingest=throttle: a problem that says to send again", async () => {
    for (const rule of ["ingest=crashx1", "ingest=throttlex1", "ingest=crash-afterx1"]) {
      await rules(rule);
      const reply = await post(fluxa.apiUrl, authorized(rule));
      assert.equal(reply.status >= 500, true);
      assert.ok(Number(reply.headers.get("retry-after")) > 0);
    }
  });

  test("gateway: a request is turned away, or its connection cut before or after it was taken", async () => {
    await rules("gateway=throttlex1");
    const turnedAway = await post(fluxa.apiUrl, authorized("gateway"));
    assert.equal(turnedAway.status, 429);
    assert.equal(turnedAway.headers.get("retry-after"), "1");

    await rules("gateway=cutx1");
    await assert.rejects(post(fluxa.apiUrl, authorized("gateway")), TypeError);
    await rules("gateway=cut-afterx1");
    await assert.rejects(post(fluxa.apiUrl, authorized("gateway")), TypeError);
    await rules();
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("gateway")));
    await until("the first one to be counted", async () => {
      const { json } = await call(`${fluxa.apiUrl}/v1/events/${eventId}`);
      return Object(json).duplicates === 1 ? true : undefined;
    });
  });

  test("PostgreSQL goes away and comes back, is killed, fails over and runs out of connections", async () => {
    await rules();
    const { database: server } = fluxa.running.faults;
    await server.stop();
    const during = await send();
    await evidence("process.log", /event put back/, during);
    await server.start();
    await notified(during);

    for (const fault of [() => server.kill(), () => server.failOver(1_500), () => server.exhaust(1_500)]) {
      const striking = fault();
      const eventId = await send();
      await striking;
      await notified(eventId);
    }
    await rules("database.server=killx1");
    const eventId = await send();
    await fluxa.struck("database.server=killx1");
    await notified(eventId);
  });

  test("frozen sandboxes thaw with dead connections", async () => {
    await rules();
    await notified(await send());

    await fluxa.running.faults.freeze("process", 300);
    await fluxa.running.faults.freeze("ingest", 300);

    await notified(await send());
  });
});
