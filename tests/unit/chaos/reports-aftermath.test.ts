import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { attempt, heard, letter, requests, sentEvent, soundEvidence } from "./evidence.ts";
import { changed, violationsOf, type Wrong, without } from "./violations.ts";

const { alone, again, contradiction, unanswered } = requests;
const sound = soundEvidence();

const wrongs: readonly Wrong[] = [
  [
    "a missing notification",
    { heard: without(sound.heard, alone.eventId) },
    /announced, and.*never announced/,
  ],
  [
    "a claim that does not know of its notification",
    { claims: changed(sound.claims, alone.eventId, { notifiedAt: null }) },
    /announced, and.*does not say/,
  ],
  [
    "a notification of what is not stored",
    { heard: [...sound.heard, heard(attempt("run.50", sentEvent("unheard-of")))] },
    /announced, and.*not stored/,
  ],
  [
    "a notification of another payload",
    { heard: changed(sound.heard, alone.eventId, { carried: contradiction.content }) },
    /every notification says.*data \(its hash\)/,
  ],
  [
    "a notification that leads to another payload",
    { heard: changed(sound.heard, alone.eventId, { carried: undefined, dataref: "/v1/events/x/payload" }) },
    /every notification says.*dataref/,
  ],
  [
    "a notification without its correlation id",
    {
      heard: changed(sound.heard, alone.eventId, {
        attributes: { ...heard(alone).attributes, correlation_id: "" },
      }),
    },
    /every notification says.*attribute correlation_id/,
  ],
  ["a message that is no notification", { unreadable: ["?"] }, /every notification says.*no notification/],
  [
    "a conflict that is not dead",
    { letters: [], deadRows: [] },
    /each conflict is dead.*1 conflicts.*0 are dead/,
  ],
  [
    "a duplicate that is dead as a conflict",
    { letters: [...sound.letters, letter(again)] },
    /each conflict is dead.*says what is stored/,
  ],
  [
    "a dead letter without a reason",
    { letters: [{ ...letter(contradiction), failureReason: undefined }] },
    /each dead letter has.*no reason/,
  ],
  [
    "a dead letter that SQS moved by itself",
    { letters: [...sound.letters, { ...letter(unanswered), failureType: undefined }] },
    /each dead letter has.*the failure type ""/,
  ],
  [
    "a dead letter that lost its correlation id",
    { letters: [{ ...letter(contradiction), correlationId: undefined }] },
    /each dead letter has.*correlation id/,
  ],
  [
    "a dead letter that nobody sent",
    { letters: [...sound.letters, letter(attempt("run.60", sentEvent("alone", 7)))] },
    /each dead letter has.*of no request/,
  ],
  [
    "a dead letter whose payload was changed",
    {
      letters: sound.letters.map((dead) => ({
        ...dead,
        accepted: dead.accepted && { ...dead.accepted, carried: alone.content },
      })),
    },
    /each dead letter has.*was changed/,
  ],
  [
    "a dead letter that cannot be read",
    { letters: [...sound.letters, { ...letter(contradiction), accepted: undefined }] },
    /each dead letter has.*no message of Fluxa's/,
  ],
  [
    "a healthy event that is dead",
    { letters: [...sound.letters, letter(unanswered, "attempts_exhausted")] },
    /no healthy event is dead.*attempts_exhausted/,
  ],
  [
    "a row of dead_event without its letter",
    { deadRows: changed(sound.deadRows, contradiction.eventId, { acceptanceId: "x" }) },
    /each row of dead_event/,
  ],
  ["an outbox row that is left", { outbox: [alone.eventId] }, /the outbox is empty.*still pending/],
  ["a message that is left", { queued: 3 }, /the queue is empty.*3 messages/],
  ["a deadlock", { deadlocks: 1 }, /no deadlock.*1 deadlocks/],
];

suite("the oracle reports", () => {
  for (const [what, evidence, says] of wrongs) {
    test(what, () => assert.match(violationsOf({ ...sound, ...evidence }).join("\n"), says));
  }
});
