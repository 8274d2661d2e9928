import { checkEach, type Promised } from "../promise.ts";

/** Once the faults are over the system works off by itself what is left. */
export const outboxEmpty: Promised = {
  promise: "the outbox is empty at rest",
  check: ({ outbox }) => ({
    checked: 1,
    violations: checkEach(
      outbox,
      (eventId) => eventId,
      () => ["its notification is still pending"],
    ).violations,
  }),
};

export const queueEmpty: Promised = {
  promise: "the queue is empty at rest",
  check: ({ queued }) => ({
    checked: 1,
    violations: queued === 0 ? [] : [{ eventId: undefined, what: `${queued} messages are still queued` }],
  }),
};

export const noDeadlock: Promised = {
  promise: "PostgreSQL counted no deadlock",
  check: ({ deadlocks }) => ({
    checked: 1,
    violations: deadlocks === 0 ? [] : [{ eventId: undefined, what: `${deadlocks} deadlocks were counted` }],
  }),
};
