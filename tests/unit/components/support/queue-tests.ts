import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { visibilitySeconds } from "../../../../components/rules/visibility.ts";
import { limits } from "../../../../runtime/contract/limits.ts";
import type { Program, Registered } from "./program.ts";

const Lifecycle = v.array(
  v.object({
    filter: v.object({ prefix: v.string() }),
    expiration: v.optional(v.object({ days: v.number() })),
  }),
);

/** What holds of the queues in every stack. */
export function queueTests(program: () => Program): void {
  const ofType = (type: string) => program().resources.filter((resource) => resource.type === type);

  test("keeps payloads for as long as a message can name them: queued, dead and redriven once", () => {
    const kept = ofType("aws:sqs/queue:Queue").map(({ inputs }) =>
      v.parse(v.number(), inputs["messageRetentionSeconds"]),
    );
    const [lifecycle] = ofType("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
    const rules = v.parse(Lifecycle, lifecycle?.inputs["rules"]);
    const expiring = rules.flatMap(({ filter, expiration }) => (expiration ? [{ filter, expiration }] : []));
    assert.deepEqual(
      expiring.map(({ filter }) => filter.prefix),
      [limits.payloadPrefix],
    );
    const days = expiring[0]?.expiration.days ?? 0;
    assert.ok(kept.length > 1);
    assert.ok(days * 24 * 60 * 60 > 3 * Math.max(...kept), `${days} days`);
  });

  test("has a dead-letter queue for every queue, and says how large messages may be", () => {
    const queues = ofType("aws:sqs/queue:Queue");
    const targets = queues.flatMap(({ inputs }) => deadLetterTarget(inputs));
    assert.equal(queues.length, 2);
    for (const { name, inputs } of queues) {
      const isTarget = targets.some((arn) => arn.endsWith(`:${name}`));
      assert.ok(isTarget || deadLetterTarget(inputs).length === 1, `${name} has no dead-letter queue`);
      assert.equal(inputs["maxMessageSize"], limits.queueMessageBytes);
      assert.equal(inputs["sqsManagedSseEnabled"], true);
    }
  });

  test("hides messages from other processors for as long as one may work on them", () => {
    const [source] = ofType("aws:lambda/eventSourceMapping:EventSourceMapping");
    const queue = program().resources.find(({ name }) => name.endsWith("-pipeline-events"));
    const processor = ofType("aws:lambda/function:Function").find(({ name }) => name.endsWith("-process"));
    const timeoutSeconds = v.parse(v.number(), processor?.inputs["timeout"]);
    const windowSeconds = v.parse(v.number(), source?.inputs["maximumBatchingWindowInSeconds"]);
    assert.deepEqual(source?.inputs["functionResponseTypes"], ["ReportBatchItemFailures"]);
    assert.equal(
      queue?.inputs["visibilityTimeoutSeconds"],
      visibilitySeconds({ timeoutSeconds, windowSeconds }),
    );
  });
}

function deadLetterTarget(inputs: Registered["inputs"]): readonly string[] {
  const policy = inputs["redrivePolicy"];
  if (typeof policy !== "string") return [];
  return [v.parse(v.object({ deadLetterTargetArn: v.string() }), JSON.parse(policy)).deadLetterTargetArn];
}
