import assert from "node:assert/strict";
import { beforeEach, suite, test } from "node:test";
import { RecordRejected, StoreBusy } from "../../../runtime/ports/store-errors.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal, rejects, storeThat } from "../../support/core/ports.ts";
import { type Hourglass, told } from "../../support/core/told.ts";

let to: Journal;
beforeEach(() => {
  to = journal();
});

const noTime = "outage=time error=";
const never = (what: string) => async (): Promise<never> => assert.fail(`${what} was asked without time`);

/** A store that takes the event and all but so many of the 30,000 milliseconds. */
const slowStore = (time: Hourglass, left: number) =>
  storeThat(to, {
    claim: async (records) => {
      time.left = left;
      to.claims.push(records);
      return records.map(() => "stored");
    },
  });

suite("a step that no time is left for is not begun", () => {
  test("a payload is not fetched, and its event goes back", async () => {
    const messages = await messagesOf(["a"], to, { offload: true });
    const left = [30_000];
    const { lines, back } = await told(messages, to, () => ({
      timeLeft: () => left.shift() ?? 16_000,
      payloads: { put: never("S3"), get: never("S3") },
    }));
    assert.equal(back.length, 1);
    assert.match(lines[0] ?? "", new RegExp(`${noTime}\\[NotFetched: No time was left to fetch`));
  });

  test("an event is not claimed when S3 took the time, and goes back", async () => {
    const messages = await messagesOf(["a"], to, { offload: true });
    const [payload = ""] = to.objects.values();
    const { lines, metrics } = await told(messages, to, (time) => ({
      ...storeThat(to, { claim: never("the store") }),
      payloads: {
        put: never("S3"),
        get: async () => {
          time.left = 13_000;
          return payload;
        },
      },
    }));
    assert.match(lines[0] ?? "", new RegExp(`${noTime}\\[Error: No time was left to store it`));
    assert.equal(metrics["OutageFailures"], 1);
  });

  test("a notification is left to the relay", async () => {
    const { lines, metrics, back } = await told(await messagesOf(["a"], to), to, (time) => ({
      ...slowStore(time, 9_500),
      topic: { publish: never("SNS") },
    }));
    assert.deepEqual([back, metrics["AnnouncementsLeft"], to.cleared], [[], 1, []]);
    assert.equal(lines[1], "warn announcement left to the relay: correlationId=corr-a error=undefined");
  });

  test("an outbox row is left to the relay", async () => {
    const { lines, metrics } = await told(await messagesOf(["a"], to), to, (time) => ({
      ...storeThat(to, { clear: never("the store") }),
      topic: {
        publish: async (notifications) => {
          time.left = 8_000;
          return { taken: new Set(notifications.map(({ eventId }) => eventId)), refused: new Map() };
        },
      },
    }));
    assert.equal(lines.at(-1), "warn announcement left to the relay: correlationId=corr-a error=undefined");
    assert.deepEqual([metrics["Notified"], metrics["AnnouncementsLeft"]], [1, 1]);
  });

  test("a dead letter is not sent, and its message goes back", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to), to, (time) => ({
      ...storeThat(to, {
        claim: async () => {
          time.left = 5_000;
          throw new RecordRejected("no");
        },
      }),
      deadLetters: { send: never("the dead-letter queue") },
    }));
    assert.equal(back.length, 1);
    assert.match(lines[0] ?? "", /^warn dead letter not taken: correlationId=corr-a messageId=/);
  });

  test("a dead event is not noted", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to), to, (time) => ({
      ...storeThat(to, {
        claim: rejects(new RecordRejected("no")),
        bury: never("the store"),
      }),
      deadLetters: {
        send: async (letters) => {
          time.left = 4_000;
          return new Set(letters.map(({ message }) => message.messageId));
        },
      },
    }));
    assert.deepEqual(back, []);
    assert.equal(
      lines[1],
      "warn dead event not written to the store: correlationId=corr-a error=[Error: No time was left.]",
    );
  });

  test("a back-off is not set", async () => {
    const { lines, back } = await told(await messagesOf(["a"], to), to, (time) => ({
      ...storeThat(to, {
        claim: async () => {
          time.left = 1_000;
          throw new StoreBusy("deadlock");
        },
      }),
      redelivery: { postpone: never("SQS") },
    }));
    assert.equal(back.length, 1);
    assert.equal(
      lines.at(-1),
      "warn back-off not set: correlationId=corr-a error=[Error: No time was left.]",
    );
  });

  test("nothing is asked when there is nothing to do", async () => {
    const { lines, metrics } = await told([], to, () => ({
      ...storeThat(to, { claim: never("the store"), clear: never("the store"), bury: never("the store") }),
      topic: { publish: never("SNS") },
      deadLetters: { send: never("the dead-letter queue") },
      redelivery: { postpone: never("SQS") },
    }));
    assert.deepEqual([lines, metrics], [[], {}]);
  });
});
