import type { Mutant } from "../mutant.ts";
import { ofMode } from "./of-mode.ts";

const readerWaits =
  "a reader hears 503 and when to come back while the database is away, and the receipt afterwards";

/** What callers are spared while events are taken and receipts are read. */
export const takingMitigations: readonly Mutant[] = [
  ...ofMode("gateway-5xx", [
    {
      name: "outage-is-a-fault",
      why: "a reader would hear of a fault of ours and not that a retry is enough",
      file: "runtime/handlers/query.ts",
      find: "if (!(error instanceof StoreUnavailable)) throw error;",
      replace: "throw error;",
      testName: readerWaits,
    },
    {
      name: "no-retry-after",
      why: "callers would come back at once, all of them together",
      file: "runtime/handlers/http/serve.ts",
      find: "if (seconds === undefined) return {};",
      replace: "return {};",
      testName: readerWaits,
    },
  ]),
  ...ofMode("ingest-failure", [
    {
      name: "payload-not-put-is-ignored",
      why: "a 202 would promise an event whose payload is nowhere",
      file: "runtime/core/accept/accept-event.ts",
      find: `throw notQueued(payloadNotStored(cause), "not queued", retrySafe);`,
      replace: "void cause;",
      testName: "an event whose payload could not be put in S3 is not answered with 202",
    },
    {
      name: "refused-item-is-202",
      why: "a batch's answer would promise events that SQS has refused",
      file: "runtime/adapters/sqs/event-queue.ts",
      find: "return entries.map(({ Id }) => outcomes.get(Id) ?? unsaid);",
      replace: `return entries.map((): SendOutcome => ({ state: "sent" }));`,
      testName: "each event of a batch is answered with 202 only when SQS has it",
    },
    {
      name: "retry-is-another-event",
      why: "an event whose acknowledgement was lost would be stored twice",
      file: "runtime/core/accept/identify.ts",
      find: `  }
  return { id, retrySafe: true };`,
      replace: `  }
  return { id: newId(), retrySafe: true };`,
      testName: "an event whose acknowledgement was lost is stored once when it is sent again",
    },
  ]),
  ...ofMode("sqs-throttled", [
    {
      name: "no-second-try",
      why: "every throttled call would be a producer's trouble",
      file: "runtime/adapters/aws-client.ts",
      find: "maxAttempts: 3",
      replace: "maxAttempts: 1",
      testName: "a send that SQS refuses twice is tried a third time, and the producer hears nothing of it",
    },
    {
      name: "202-before-sqs",
      why: "a 202 would promise an event that SQS then refuses",
      file: "runtime/adapters/sqs/event-queue.ts",
      find: "await untilAborted(deadline, client.send(command, { abortSignal: deadline }));",
      replace: "void client.send(command).catch(() => undefined);",
      testName:
        "an event that SQS does not take is answered with 503 and when to send it again, and then stored once",
    },
    {
      name: "dead-letter-unconfirmed",
      why: "a judged event would be deleted although no dead letter was taken",
      file: "runtime/adapters/sqs/dead-letter-queue.ts",
      find: ").catch(() => []);",
      replace: ").catch(() => batch.map(({ message }) => message.messageId));",
      testName: "a message whose dead letter SQS does not take stays in the queue until it does",
    },
  ]),
];
