import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accept, acceptItems, json, problemOf } from "../../support/core/accept.ts";
import { plainEvent, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal } from "../../support/core/ports.ts";
import { messagesByPath, type Refusal } from "../../support/core/refusal.ts";

const refusals: Readonly<Record<string, Refusal>> = {
  "no list": {
    body: plainEvent(),
    says: "The body must be a JSON array of events; POST one event to /v1/events.",
    faults: { "": "must be an array" },
  },
  "an empty list": { body: [], says: "The batch is empty.", faults: { "": "must hold at least one event" } },
  "more than 500 events": {
    body: Array.from({ length: 501 }, () => ({})),
    says: "The batch has more than 500 events. Send them in several batches; nothing of this one was taken.",
  },
  "malformed JSON": {
    body: "[{]",
    says: "The body is not JSON: expected a key in double quotes at line 1, column 3.",
    faults: { "/0": "is not JSON: expected a key in double quotes at line 1, column 3" },
  },
  "malformed JSON behind what cannot be kept": {
    body: '[{"a":1e999},{]',
    says: "The body is not JSON: expected a key in double quotes at line 1, column 15.",
    faults: { "/1": "is not JSON: expected a key in double quotes at line 1, column 15" },
  },
  "attributes in headers": {
    body: [plainEvent()],
    headers: { ...json, "ce-id": "1" },
    says: "A batch takes no ce-* headers: its events hold their own attributes.",
    faults: { "header ce-*": "must be absent" },
  },
  "a key too long to be joined with an index": {
    body: [plainEvent()],
    headers: { ...json, "idempotency-key": "k".repeat(253) },
    says: "Idempotency-Key must be a text of 1 to 252 characters, in double quotes or bare.",
    faults: { "header idempotency-key": "must have 1 to 252 characters, none of them a control character" },
  },
};

suite("a batch is refused in these words:", () => {
  for (const [name, { body, headers, says, faults = {} }] of Object.entries(refusals)) {
    test(name, async () => {
      const problem = await problemOf(acceptItems(body, headers ?? json));
      assert.equal(problem.message, says);
      assert.deepEqual(messagesByPath(problem), faults);
    });
  }
});

suite("an item of a batch is refused in these words:", () => {
  const items: Readonly<Record<string, { readonly item: unknown } & Omit<Refusal, "body">>> = {
    "JSON that cannot be kept": {
      item: plainEvent({ data: transaction({ amount: "BIG" }) }),
      says: "The event's JSON cannot be kept as it was sent; see errors.",
      faults: { "/1/data/amount": "must not be larger than a double can hold, about 1.8e308" },
    },
    "no object": { item: 7, says: "An event must be a JSON object.", faults: { "/1": "must be an object" } },
    "the identity of an earlier one": {
      item: plainEvent({ data: transaction({ amount: 1 }) }),
      says: "Item 0 of this batch has the same source and id, and another payload or type.",
      faults: { "/1/id": "must differ from the id of item 0" },
    },
    "a fault in the payload": {
      item: plainEvent({ id: "b", data: transaction({ userId: undefined }) }),
      says: "One thing is wrong with the event; see errors.",
      faults: { "/1/data/userId": "is required" },
    },
  };
  for (const [name, { item, says, faults }] of Object.entries(items)) {
    test(name, async () => {
      const body = JSON.stringify([plainEvent(), item]).replace('"BIG"', "1e999");
      const [first, second] = await acceptItems(body);
      assert.ok(first !== undefined && !("problem" in first));
      assert.ok(second !== undefined && "problem" in second);
      assert.equal(second.problem.message, says);
      assert.deepEqual(messagesByPath(second.problem), faults);
    });
  }
});

suite("an event that could not be queued says whether it may be sent again:", () => {
  const refusing = { send: () => Promise.reject(new Error("no SQS")), sendAll: async () => [] };
  const { id: _, ...withoutId } = plainEvent();
  const again = "Send it again: it names the same event, which is stored once.";
  const unsafe =
    "It has no id of yours, so a second one could be stored beside it: send an id or an Idempotency-Key to make a retry safe.";
  const unknown = "Nobody knows whether the event was queued: the queue did not confirm it.";

  test("with an id, and without", async () => {
    const ports = () => acceptPorts(journal(), { queue: refusing });
    assert.equal((await problemOf(accept(plainEvent(), json, ports()))).message, `${unknown} ${again}`);
    assert.equal((await problemOf(accept(withoutId, json, ports()))).message, `${unknown} ${unsafe}`);
  });

  test("when its payload was not even put into S3", async () => {
    const { payloads } = acceptPorts(journal());
    const ports = () =>
      acceptPorts(journal(), {
        inlineLimitBytes: 0,
        payloads: { ...payloads, put: () => Promise.reject(new Error("no S3")) },
      });
    const queued = "The event was not queued.";
    const cause = async (body: unknown) => {
      const problem = await problemOf(accept(body, json, ports()));
      assert.ok(problem.cause instanceof Error);
      assert.deepEqual(
        [problem.cause.name, problem.cause.message],
        ["PayloadNotStored", "S3 did not take the payload."],
      );
      return problem.message;
    };
    assert.equal(await cause(plainEvent()), `${queued} ${again}`);
    assert.equal(await cause(withoutId), `${queued} Send it again.`);
  });

  test("when the queue says nothing of an item", async () => {
    const results = await acceptItems(
      [plainEvent(), { ...withoutId }],
      json,
      acceptPorts(journal(), { queue: refusing }),
    );
    const problems = results.flatMap((result) => ("problem" in result ? [result.problem] : []));
    assert.deepEqual(
      problems.map(({ message }) => message),
      [`${unknown} ${again}`, `${unknown} ${unsafe}`],
    );
    const [cause] = problems.map((problem) => problem.cause);
    assert.ok(cause instanceof Error);
    assert.deepEqual(
      [cause.name, cause.message, cause.cause],
      ["MessageNotSent", "SQS did not confirm the message.", "The queue said nothing of this message."],
    );
  });
});
