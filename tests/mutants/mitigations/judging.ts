import type { Mutant } from "../mutant.ts";
import { ofMode } from "./of-mode.ts";

const claim = "sql/queries/claim-batch.ts";

/** What keeps a wrong event, or a right one under a wrong name, from being stored. */
export const judgingMitigations: readonly Mutant[] = [
  ...ofMode("idempotency-conflict", [
    {
      name: "other-payload-is-a-duplicate",
      why: "another event under a used id would vanish without a word",
      file: claim,
      find: "when input.fingerprint = coalesce(claimed.fingerprint, first.fingerprint)",
      replace: "when true",
      testName:
        "the event that was stored first stands, and the other one is dead-lettered with all that it said",
    },
    {
      name: "other-type-is-a-duplicate",
      why: "an event of another type under a used id would vanish without a word",
      file: claim,
      find: " and input.type = coalesce(claimed.type, first.type) then 'duplicate'",
      replace: " then 'duplicate'",
      testName: "another type under the same id is a conflict, too",
    },
    {
      name: "json-as-it-was-written",
      why: "an honest retry would be a conflict when its JSON has another order",
      file: "runtime/core/json/canonical-json.ts",
      find: "const text = writer.write(value) ?? canonicalize(value);",
      replace: "const text = JSON.stringify(value) ?? canonicalize(value);",
      testName: "a retry with the same content is no conflict, however its JSON is written",
    },
  ]),
  ...ofMode("fingerprint-mismatch", [
    {
      name: "fingerprint-is-not-verified",
      why: "a payload that somebody changed in S3 would be stored as the producer's",
      file: "runtime/core/process/verify-payload.ts",
      find: "if (fingerprintOf(canonical) !== accepted.fingerprint) {",
      replace: "if (payloadKey === undefined && fingerprintOf(canonical) !== accepted.fingerprint) {",
      testName:
        "a payload that was changed in S3 is not stored, and is stored as it was accepted when it is sent again",
    },
    {
      name: "message-is-believed",
      why: "a payload that somebody changed in the queue would be stored as the producer's",
      file: "runtime/core/process/verify-payload.ts",
      find: "if (fingerprintOf(canonical) !== accepted.fingerprint) {",
      replace: "if (payloadKey !== undefined && fingerprintOf(canonical) !== accepted.fingerprint) {",
      testName: "a payload that was changed in its message is not stored",
    },
    {
      name: "no-checksum",
      why: "a fault of the network would pass for a payload that was tampered with, and kill its event",
      file: "runtime/adapters/s3/client.ts",
      find: "new sdk.S3Client(clientDefaults)",
      replace: `new sdk.S3Client({ ...clientDefaults, responseChecksumValidation: "WHEN_REQUIRED" })`,
      testName: "a byte that changes on the way from S3 is noticed there, and the payload fetched again",
    },
  ]),
  ...ofMode("lost-correlation-id", [
    {
      name: "id-of-the-message",
      why: "nobody would find the event under the id that its producer knows",
      file: "runtime/core/process/prepare.ts",
      find: "return { ...attempt, correlationId: accepted.correlationId, accepted, outcome };",
      replace: "return { ...attempt, accepted, outcome };",
      testName: "an event without its attribute goes on under the id that its producer knows",
    },
    {
      name: "loss-is-not-counted",
      why: "nobody would hear that something strips attributes from messages",
      file: "runtime/core/process/note-lost-correlation.ts",
      find: `count(metrics, "CorrelationMissing", lost.length);`,
      replace: "",
      testName: "an event without its attribute goes on under the id that its producer knows",
    },
    {
      name: "letter-without-id",
      why: "a dead letter could not be found under the id that its producer knows",
      file: "runtime/adapters/sqs/dead-letter-queue.ts",
      find: "    [names.correlationId]: correlationId,\n",
      replace: "",
      testName: "a dead letter carries the id that its message lost",
    },
  ]),
];
