import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { sendAround } from "../../support/local/aws.ts";
import { sha256 } from "../../support/local/events.ts";
import { Fates, storedOnce, textOf } from "../../support/local/fates.ts";
import { logLines } from "../../support/local/function-lines.ts";
import { queueMessage } from "../../support/local/message.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";
import { until } from "../../support/until.ts";

const queue = "fluxa-events";

suite("lost-correlation-id", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  /** What the log says of an event once it was announced. */
  async function loggedOf(eventId: string) {
    return until("the event's lines", async () => {
      const lines = (await logLines(fluxa.dataDir, ["process"])).filter(
        (line) => line["eventId"] === eventId,
      );
      return lines.some(({ message }) => message === "event notified") ? lines : undefined;
    });
  }

  test("an event without its attribute goes on under the id that its producer knows", async () => {
    const { eventId, body } = queueMessage("lost", { correlationId: "corr-known" });

    await sendAround(fluxa, queue, body);

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    assert.deepEqual(
      (await fates.database.rowsOf(eventId)).map(({ correlationId }) => correlationId),
      ["corr-known"],
    );
    const lines = await loggedOf(eventId);
    assert.deepEqual([...new Set(lines.map((line) => line["correlationId"]))], ["corr-known"]);
    assert.ok(lines.some(({ message }) => message === "correlation id lost"));
    await assertShown(fluxa, "lost-correlation-id");
  });

  test("an event with another one's attribute goes on under its own id", async () => {
    const { eventId, body, attributes } = queueMessage("mixed-up", { correlationId: "corr-own" });

    await sendAround(fluxa, queue, body, { ...attributes, correlation_id: "corr-foreign" });

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    const lines = await loggedOf(eventId);
    assert.deepEqual([...new Set(lines.map((line) => line["correlationId"]))], ["corr-own"]);
    const lost = lines.find(({ message }) => message === "correlation id lost");
    assert.equal(lost?.["attribute"], "corr-foreign");
  });

  test("a dead letter carries the id that its message lost", async () => {
    const changed = { correlationId: "corr-dead", fingerprint: sha256("as accepted") };
    const { eventId, body } = queueMessage("dead", changed);

    await sendAround(fluxa, queue, body);

    await fates.of(eventId);
    const letters = fates.lettersOf(eventId);
    assert.deepEqual(
      letters.map((letter) => textOf(letter, "correlation_id")),
      ["corr-dead"],
    );
  });
});
