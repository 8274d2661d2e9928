import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { acceptanceOf, claim, requests, row, soundEvidence } from "./evidence.ts";
import { changed, violationsOf, type Wrong, without } from "./violations.ts";

const { alone, first, contested, contradiction, refused } = requests;
const sound = soundEvidence();

const wrongs: readonly Wrong[] = [
  [
    "a 202 that names another event",
    {
      attempts: sound.attempts.map((one) =>
        one === alone && one.outcome.kind === "taken"
          ? { ...one, outcome: { ...one.outcome, answer: { ...one.outcome.answer, eventId: "x" } } }
          : one,
      ),
    },
    /each 202 names.*eventId x/,
  ],
  [
    "a valid event that was refused as wrong",
    {
      attempts: [
        ...sound.attempts,
        { ...refused, outcome: { kind: "refused", status: 422, detail: "schema_violation" } },
      ],
    },
    /each 202 names.*refused with 422/,
  ],
  [
    "a lost event",
    {
      rows: without(sound.rows, alone.eventId),
      claims: without(sound.claims, alone.eventId),
      heard: without(sound.heard, alone.eventId),
    },
    /what got a 202 is stored.*neither a row nor a dead letter/,
  ],
  [
    "a lost event whose claim is there",
    { rows: without(sound.rows, alone.eventId) },
    /what got a 202 is stored.*its claim has no row/,
  ],
  ["a second row", { rows: [...sound.rows, row(alone)] }, /stored once.*2 rows and 1 claims/],
  [
    "a row without a claim",
    { claims: without(sound.claims, alone.eventId) },
    /stored once.*1 rows and 0 claims/,
  ],
  [
    "a row that nobody sent",
    { attempts: sound.attempts.filter(({ eventId }) => eventId !== alone.eventId) },
    /stored once.*nobody sent it/,
  ],
  [
    "a row of a request that was refused",
    { rows: [...sound.rows, row(refused)], claims: [...sound.claims, claim(refused)] },
    /stored once.*refused/,
  ],
  [
    "a claim that leads elsewhere",
    { claims: changed(sound.claims, alone.eventId, { receivedAt: "2026-11-23 00:00:00+00" }) },
    /stored once.*the claim leads to/,
  ],
  [
    "a changed payload",
    {
      rows: changed(sound.rows, alone.eventId, {
        content: { ...alone.content, fingerprint: contradiction.content.fingerprint },
      }),
    },
    /what is stored is what was sent.*fingerprint is/,
  ],
  [
    "a changed subject",
    { rows: changed(sound.rows, alone.eventId, { content: { ...alone.content, subject: "other" } }) },
    /what is stored is what was sent.*subject is other instead of null/,
  ],
  [
    "a correlation id that no request had",
    { rows: changed(sound.rows, alone.eventId, { correlationId: "run.99" }) },
    /what is stored is what was sent.*run\.99/,
  ],
  [
    "another producer's name in the row",
    { rows: changed(sound.rows, alone.eventId, { producer: "other" }) },
    /what is stored is what was sent.*producer is other/,
  ],
  [
    "a claim of another fingerprint",
    { claims: changed(sound.claims, alone.eventId, { fingerprint: contradiction.content.fingerprint }) },
    /what is stored is what was sent.*the claim's fingerprint/,
  ],
  [
    "an acceptance that is counted nowhere",
    { claims: changed(sound.claims, first.eventId, { duplicates: 0, countedAcceptances: [] }) },
    /acceptances = .*1 acceptances are known of it, but 2/,
  ],
  [
    "an acceptance that nobody made",
    { claims: changed(sound.claims, alone.eventId, { duplicates: 1, countedAcceptances: ["x"] }) },
    /acceptances = .*2 acceptances are known of it, but 1/,
  ],
  [
    "a duplicate counted twice",
    { claims: changed(sound.claims, first.eventId, { duplicates: 2 }) },
    /acceptances = .*2 duplicates are counted; the requests explain 1/,
  ],
  [
    "a conflict counted as a duplicate",
    { claims: changed(sound.claims, contested.eventId, { duplicates: 1, conflicts: 0 }) },
    /acceptances = .*0 conflicts are counted; the requests explain 1/,
  ],
  [
    "the stored acceptance counted as its own duplicate",
    { claims: changed(sound.claims, first.eventId, { countedAcceptances: [acceptanceOf("run.2")] }) },
    /acceptances = .*also counted/,
  ],
];

suite("the oracle reports", () => {
  for (const [what, evidence, says] of wrongs) {
    test(what, () => assert.match(violationsOf({ ...sound, ...evidence }).join("\n"), says));
  }
});
