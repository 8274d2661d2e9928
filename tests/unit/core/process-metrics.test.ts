import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { FailureType } from "../../../runtime/contract/errors.ts";
import { Judgement } from "../../../runtime/core/process/judgement.ts";
import { countDead } from "../../../runtime/core/process/note-dead.ts";
import { countFailures } from "../../../runtime/core/process/note-failures.ts";
import { noteLostCorrelation } from "../../../runtime/core/process/note-lost-correlation.ts";
import type { Attempt, Outage, Outcome } from "../../../runtime/core/process/outcome.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { received } from "../../support/core/events.ts";
import { journal, processPorts } from "../../support/core/ports.ts";

function attempt<O extends Outcome>(outcome: O, attributes: Readonly<Record<string, string>> = {}) {
  return {
    message: received("{}", attributes),
    correlationId: "from-the-body",
    accepted: undefined,
    outcome,
  };
}

const judged = (type: FailureType) =>
  attempt({ kind: "judged", judgement: new Judgement(type, "why") } as const);
const failed = (error: unknown, outage: Outage | undefined) =>
  attempt({ kind: "failed", error, outage } as const);

function counted(count: (ports: ReturnType<typeof processPorts>) => void) {
  const to = journal();
  count(processPorts(to));
  return { metrics: Object.fromEntries(to.metrics), lines: to.lines };
}

suite("metrics of what ended badly", () => {
  test("count a dead letter in all and by its type, conflicts apart", () => {
    const dead = [judged("idempotency_conflict"), judged("idempotency_conflict"), judged("payload_missing")];
    assert.deepEqual(counted(({ metrics }) => countDead(dead, metrics)).metrics, {
      DeadLettered: 3,
      Conflicts: 2,
      PayloadsMissing: 1,
    });
  });

  test("count messages that go back by class, a database that is away once and S3 once for each payload", () => {
    const away = new StoreUnavailable("away");
    const often = { ...failed(away, "store"), message: { ...received("{}", {}), receiveCount: 7 } };
    const failures: readonly Attempt[] = [
      often,
      failed(away, "store"),
      failed(new Error("S3 is slow"), "payloads"),
      failed(new Error("ours"), undefined),
      judged("malformed_message"),
    ];
    assert.deepEqual(counted(({ metrics }) => countFailures(failures, metrics)).metrics, {
      BatchItemFailures: 5,
      MostReceives: 7,
      OutageFailures: 3,
      TransientFailures: 1,
      DeadLetterFailures: 1,
      DatabaseOutages: 1,
      StorageFailures: 1,
    });
  });

  test("tell a database without a free connection from one that is away", () => {
    const full = new StoreUnavailable("too many clients", { connectionsExhausted: true });
    const { metrics } = counted(({ metrics }) => countFailures([failed(full, "store")], metrics));
    assert.equal(metrics["ConnectionsExhausted"], 1);
    assert.equal(metrics["DatabaseOutages"], 1);
  });

  test("are no data when nothing ended badly, as CloudWatch bills a metric that is always 0", () => {
    const { metrics } = counted((ports) => {
      countFailures([], ports.metrics);
      countDead([], ports.metrics);
      noteLostCorrelation(
        [
          attempt(
            { kind: "judged", judgement: new Judgement("schema_violation", "why") },
            { correlation_id: "from-the-body" },
          ),
        ],
        ports,
      );
    });
    assert.deepEqual(metrics, {});
  });
});

suite("a correlation id is lost", () => {
  for (const [how, attributes, attribute] of [
    ["when the attribute is gone", {}, null],
    ["when the attribute is another one's", { correlation_id: "another" }, "another"],
    ["when the attribute is none", { correlation_id: "a b\nc" }, null],
  ] as const) {
    test(`${how}: the line has the body's id and says what the attribute was`, () => {
      const message = attempt(
        { kind: "judged", judgement: new Judgement("schema_violation", "why") },
        attributes,
      );
      const { metrics, lines } = counted((ports) => noteLostCorrelation([message], ports));
      assert.deepEqual(metrics, { CorrelationMissing: 1 });
      assert.deepEqual(lines, [
        {
          level: "warn",
          message: "correlation id lost",
          correlationId: "from-the-body",
          attribute,
          messageId: message.message.messageId,
          eventId: undefined,
        },
      ]);
    });
  }
});
