import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Evidence } from "../../chaos/oracle/evidence.ts";
import { judge } from "../../chaos/oracle/judge.ts";
import { acceptanceOf, claim, heard, letter, requests, row, soundEvidence } from "./evidence.ts";
import { changed, violationsOf, without } from "./violations.ts";

const { alone, first, contested, contradiction, retried } = requests;
const sound = soundEvidence();

suite("the oracle", () => {
  test("finds nothing wrong where all held", () => {
    assert.deepEqual(violationsOf(sound), []);
    assert.equal(judge(sound).held, true);
  });

  test("counts both sides of the account", () => {
    assert.deepEqual(judge(sound).account, {
      taken: 6,
      unanswered: 1,
      found: 7,
      stored: 4,
      duplicates: 2,
      conflicts: 1,
      dead: 0,
      notifications: 5,
    });
  });

  test("takes it as it comes whether a request without an answer was taken", () => {
    const notTaken = changed(sound.claims, retried.eventId, { duplicates: 0, countedAcceptances: [] });
    assert.deepEqual(violationsOf({ ...sound, claims: notTaken }), []);
  });

  test("takes it as it comes which of two contents won", () => {
    const winner = contradiction;
    assert.deepEqual(
      violationsOf({
        ...sound,
        rows: [...without(sound.rows, winner.eventId), row(winner)],
        claims: [...without(sound.claims, winner.eventId), claim(winner, { conflicts: ["run.4"] })],
        heard: [...without(sound.heard, winner.eventId), heard(winner)],
        letters: [letter(contested)],
        deadRows: changed(sound.deadRows, winner.eventId, { acceptanceId: acceptanceOf("run.4") }),
      }),
      [],
    );
  });

  test("takes a dead letter that was delivered twice for one", () => {
    assert.deepEqual(violationsOf({ ...sound, letters: [...sound.letters, ...sound.letters] }), []);
  });

  test("takes the row of a death that a message which came again died anew, of another cause", () => {
    const before: Evidence = {
      ...sound,
      letters: [letter(contradiction, "fingerprint_mismatch", true), ...sound.letters],
      corrupted: new Set([contradiction.eventId]),
    };
    const rowSaying = (failureType: string) =>
      changed(before.deadRows, contradiction.eventId, { failureType });
    assert.deepEqual(violationsOf({ ...before, deadRows: rowSaying("fingerprint_mismatch") }), []);
    assert.match(
      violationsOf({ ...before, deadRows: rowSaying("payload_missing") }).join(),
      /each row of dead_event/,
    );
  });

  test("takes a dead event without its row, which may not have been written", () => {
    assert.deepEqual(violationsOf({ ...sound, deadRows: [] }), []);
  });

  test("takes the death of an event whose payload was corrupted in S3, and of no other", () => {
    const dead: Evidence = {
      ...sound,
      rows: without(sound.rows, alone.eventId),
      claims: without(sound.claims, alone.eventId),
      heard: without(sound.heard, alone.eventId),
      letters: [...sound.letters, letter(alone, "fingerprint_mismatch", true)],
    };
    assert.deepEqual(violationsOf({ ...dead, corrupted: new Set([alone.eventId]) }), []);
    assert.match(
      violationsOf({ ...dead, corrupted: new Set([first.eventId]) }).join(),
      /no healthy event is dead/,
    );
  });
});
