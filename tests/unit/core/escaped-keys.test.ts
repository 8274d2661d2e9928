import assert from "node:assert/strict";
import { test } from "node:test";
import { acceptEvent } from "../../../runtime/core/accept/accept-event.ts";
import { publishedEvent } from "../../../runtime/core/notification.ts";
import { processBatch } from "../../../runtime/core/process/process-batch.ts";
import { deadline } from "../../support/core/accept.ts";
import { plainEvent, received, transaction } from "../../support/core/events.ts";
import { acceptPorts, journal, processPorts } from "../../support/core/ports.ts";

const keys = ["\\", "\n", '"', "\u00e9", "\t", "\u{1F600}"];

/** V8 may read an escaped key as one that another document had in its place (nodejs/node#63785). */
test("keys that are written with escapes are stored and published as they were sent", async () => {
  for (const key of keys) {
    const to = journal();
    const data = transaction({ metadata: { h: 1, [key]: 2 } });
    await acceptEvent(
      {
        producer: { name: "shop", reader: false },
        headers: { "content-type": "application/json" },
        body: JSON.stringify(plainEvent({ data })),
        correlationId: "corr-1",
        deadline,
      },
      acceptPorts(to),
    );

    await processBatch(
      to.sent.map(({ body, attributes }) => received(body, attributes)),
      processPorts(to),
    );

    assert.deepEqual(to.letters, []);
    const [record] = to.claims.flat();
    assert.ok(record);
    assert.ok(
      record.canonical.includes(`${JSON.stringify(key)}:2`),
      `${JSON.stringify(key)} is not in ${record.canonical}`,
    );
    assert.equal(JSON.stringify(publishedEvent(record)).includes(`${JSON.stringify(key)}:2`), true);
  }
});
