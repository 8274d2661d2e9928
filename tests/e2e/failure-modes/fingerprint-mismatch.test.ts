import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { sendAround } from "../../support/local/aws.ts";
import { accepted, post } from "../../support/local/client.ts";
import { authorized, sha256, transactionOfBytes } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { queueMessage } from "../../support/local/message.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

const mismatch = { rows: 0, announced: false, dead: ["fingerprint_mismatch"] };

suite("fingerprint-mismatch", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  test("a payload that was changed in S3 is not stored, and is stored as it was accepted when it is sent again", async () => {
    const event = authorized("changed", transactionOfBytes(300_000));
    await fluxa.faults.set(["s3.get=corrupt@1x1"]);

    const { eventId, fingerprint } = accepted(await post(fluxa.apiUrl, event));

    assert.deepEqual(await fates.of(eventId), [mismatch]);
    await assertShown(fluxa, "fingerprint-mismatch");
    const again = accepted(await post(fluxa.apiUrl, event));
    assert.deepEqual(await fates.of(eventId), [{ ...mismatch, rows: 1, announced: true }]);
    const [row] = await fates.database.rowsOf(eventId);
    assert.deepEqual([row?.fingerprint, again.fingerprint], [fingerprint, fingerprint]);
  });

  test("a payload that was changed in its message is not stored", async () => {
    const { eventId, body, attributes } = queueMessage("rewritten", { fingerprint: sha256("as accepted") });

    await sendAround(fluxa, "fluxa-events", body, attributes);

    assert.deepEqual(await fates.of(eventId), [mismatch]);
    assert.equal(fates.lettersOf(eventId)[0]?.Body, body);
  });

  test("a byte that changes on the way from S3 is noticed there, and the payload fetched again", async () => {
    await fluxa.faults.set(["s3.get=garble@1x1"]);

    const event = authorized("garbled", transactionOfBytes(300_000));
    const { eventId } = accepted(await post(fluxa.apiUrl, event));

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
  });
});
