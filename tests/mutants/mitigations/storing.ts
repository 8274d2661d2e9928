import type { Mutant } from "../mutant.ts";
import { ofMode } from "./of-mode.ts";

/** What the loop that knows no outage would do. */
const judgedByOutage = {
  file: "runtime/core/process/claim.ts",
  find: `return failed(ready, error, "store");`,
  replace: `return ready.map((attempt) => ({
      ...attempt,
      outcome: { kind: "judged", judgement: new Judgement("attempts_exhausted", error.message) },
    }));`,
};

const burst =
  "a burst without any free connection is taken, judged by nobody and stored once each afterwards";
const outage =
  "events are taken while the database is away, none is judged, and each is stored once afterwards";

/** What keeps events while the processor, PostgreSQL or S3 fails. */
export const storingMitigations: readonly Mutant[] = [
  ...ofMode("processor-failure", [
    {
      name: "failures-are-acknowledged",
      why: "what could not be stored would be deleted from the queue",
      file: "runtime/handlers/process.ts",
      find: "batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier }))",
      replace: "batchItemFailures: []",
      testName: "a batch that could not be stored is given back whole, and none of it is lost",
    },
    {
      name: "outbox-is-left",
      why: "subscribers would never hear of an event whose processor died",
      file: "runtime/core/relay.ts",
      find: `while (time.for("lease") > 0 && circuit.admits()) {`,
      replace: "while (notified > 0) {",
      testName:
        "an event whose processor dies right after it was stored is stored once, and announced by the relay",
    },
    {
      name: "dead-letter-without-its-body",
      why: "the only copy of an accepted event would be gone",
      file: "runtime/adapters/sqs/dead-letter-queue.ts",
      find: "MessageBody: letter.message.body,",
      replace: "MessageBody: letter.message.messageId,",
      testName:
        "a message that Fluxa did not write is dead-lettered at once as it was, and disturbs no other",
    },
  ]),
  ...ofMode("connection-exhaustion", [
    {
      name: "no-second-connection",
      why: "a connection that is short for a moment would delay a whole batch",
      file: "runtime/adapters/postgres/ask.ts",
      find: "return classifyError(error) instanceof StoreUnavailable && !isRefusedLogin(error);",
      replace: "return false;",
      testName: "a connection that is refused for a moment is tried for again, and nothing is given back",
    },
    {
      name: "exhaustion-is-poison",
      why: "events would be dead because others held the connections",
      ...judgedByOutage,
      testName: burst,
    },
    {
      name: "exhaustion-is-not-told",
      why: "no alarm would say that connections are what is short",
      file: "runtime/adapters/postgres/classify-error.ts",
      find: "connectionsExhausted: code === tooManyConnections,",
      replace: "connectionsExhausted: false,",
      testName: burst,
    },
  ]),
  ...ofMode("database-outage", [
    {
      name: "outage-is-poison",
      why: "an outage would fill the dead-letter queue with healthy events",
      ...judgedByOutage,
      testName: outage,
    },
    {
      name: "withheld-is-acknowledged",
      why: "events that were not even looked at would be deleted",
      file: "runtime/core/process/process-batch.ts",
      find: "return giveBack(withholdAll(messages, batch), batch);",
      replace: "return [];",
      testName: outage,
    },
    {
      name: "no-circuit",
      why: "every batch would ask a database that is just coming back",
      file: "runtime/core/circuit.ts",
      find: "if (wait > 0 && wait <= this.#pauses.longestMs) return false;",
      replace: "",
      testName: "a database that does not answer is asked only once in a while",
    },
  ]),
  ...ofMode("s3-failure", [
    {
      name: "s3-failure-is-poison",
      why: "an S3 that refuses would kill every large event",
      file: "runtime/core/process/prepare.ts",
      find: "if (error instanceof PayloadMissing) {",
      replace: "if (error instanceof Error) {",
      testName: "while S3 gives nothing large payloads wait, unjudged, and small ones pass them",
    },
    {
      name: "missing-payload-is-an-outage",
      why: "an event whose payload was deleted would go round for hours, and nobody would know",
      file: "runtime/adapters/s3/client.ts",
      find: "if (error instanceof sdk.NoSuchKey) return undefined;",
      replace: "",
      testName:
        "a payload that is not in S3 is dead-lettered at once, and is stored when the event is sent again",
    },
  ]),
];
