import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { certificateFaults } from "../../../components/rules/certificates.ts";
import {
  connectionFaults,
  maxConnections,
  operateConcurrency,
  plannedConnections,
} from "../../../components/rules/connections.ts";
import { outageFaults, receivesFor, survivedSeconds } from "../../../components/rules/outage-budget.ts";
import { wildcardFaults } from "../../../components/rules/policy-documents.ts";
import { producerFaults } from "../../../components/rules/producers.ts";
import { retentionFaults } from "../../../components/rules/retention.ts";
import { batchFaults, visibilityFaults, visibilitySeconds } from "../../../components/rules/visibility.ts";
import { databaseUserArn } from "../../../components/support/database.ts";
import { timeoutSeconds } from "../../../components/support/timeouts.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { backoffSeconds } from "../../../runtime/core/process/backoff.ts";

const onlyFault = (faults: readonly string[]): string => {
  assert.equal(faults.length, 1, faults.join("\n"));
  return faults[0] ?? "";
};

suite("visibility", () => {
  test("is six times the function's timeout and the window", () => {
    assert.equal(visibilitySeconds({ timeoutSeconds: 30, windowSeconds: 1 }), 181);
    assert.deepEqual(visibilityFaults({ timeoutSeconds: 30, windowSeconds: 1, visibilitySeconds: 181 }), []);
  });

  test("below that is refused with the numbers", () => {
    const fault = onlyFault(
      visibilityFaults({ timeoutSeconds: 30, windowSeconds: 1, visibilitySeconds: 180 }),
    );
    assert.match(fault, /180 s is below 181 s/);
  });

  test("a batch above ten needs a window", () => {
    assert.deepEqual(batchFaults({ batchSize: 10, batchWindowSeconds: 0 }), []);
    assert.deepEqual(batchFaults({ batchSize: 11, batchWindowSeconds: 1 }), []);
    assert.match(onlyFault(batchFaults({ batchSize: 11, batchWindowSeconds: 0 })), /batchSize is 11/);
  });
});

suite("the outage budget", () => {
  test("counts with the shortest waits that the processor's back-off can give", () => {
    let seconds = 0;
    for (let receive = 1; receive < 60; receive++)
      seconds += backoffSeconds(receive, () => 0, limits.backoffSeconds);
    assert.equal(survivedSeconds(60), seconds);
  });

  test("takes a count that covers it, and refuses the one below with the count that would do", () => {
    const least = receivesFor(6 * 3_600);
    assert.deepEqual(outageFaults({ outageBudgetHours: 6, maxReceiveCount: least }), []);
    const fault = onlyFault(outageFaults({ outageBudgetHours: 6, maxReceiveCount: least - 1 }));
    assert.match(fault, new RegExp(`Set maxReceiveCount to at least ${least}\\.`));
  });
});

suite("connections", () => {
  const plan = { databaseClass: "db.t4g.micro", maximumConcurrency: 5, queryConcurrency: 5, poolSize: 2 };

  test("are counted from the class's memory as RDS does, a tenth of it left to the system", () => {
    assert.equal(maxConnections("db.t4g.micro"), 101);
    assert.equal(maxConnections("db.m7g.large"), 811);
    assert.equal(maxConnections("db.r7g.large"), 1622);
    assert.equal(maxConnections("db.r7g.24xlarge"), 5_000);
  });

  test("are planned as every instance's pool and one more", () => {
    assert.equal(plannedConnections(plan), (5 + 5 + 3 + operateConcurrency) * 3);
    assert.deepEqual(connectionFaults(plan), []);
  });

  test("are refused above 80 % of what the class has", () => {
    const budget = Math.floor(101 * 0.8);
    const fits = { ...plan, maximumConcurrency: Math.floor(budget / 3) - 8 - operateConcurrency };
    assert.deepEqual(connectionFaults(fits), []);
    const fault = onlyFault(connectionFaults({ ...fits, maximumConcurrency: fits.maximumConcurrency + 1 }));
    assert.match(fault, /db\.t4g\.micro has room for 80 /);
  });

  test("of a class that is not known are refused", () => {
    assert.match(onlyFault(connectionFaults({ ...plan, databaseClass: "db.x2g.huge" })), /not known/);
  });
});

suite("retention", () => {
  test("of claims covers events, and two times the queue's fourteen days", () => {
    assert.deepEqual(retentionFaults({ eventRetentionDays: 365, claimRetentionDays: 365 }), []);
    assert.match(
      onlyFault(retentionFaults({ eventRetentionDays: 365, claimRetentionDays: 364 })),
      /below 365/,
    );
    assert.match(onlyFault(retentionFaults({ eventRetentionDays: 1, claimRetentionDays: 27 })), /below 28/);
  });
});

suite("producers", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `producer-${index}` }));

  test("are at least one and at most as many as API Gateway has usage plans", () => {
    assert.deepEqual(producerFaults(many(300)), []);
    assert.match(onlyFault(producerFaults(many(301))), /301 producers/);
    assert.match(onlyFault(producerFaults([])), /empty/);
  });

  test("have names of their own", () => {
    assert.match(onlyFault(producerFaults([{ name: "shop" }, { name: "shop" }])), /shop is configured twice/);
  });
});

suite("certificates", () => {
  test("are there for a region that the package knows, and others are refused", () => {
    assert.deepEqual(certificateFaults("eu-central-1"), []);
    assert.match(onlyFault(certificateFaults("us-gov-west-1")), /us-gov-west-1/);
  });
});

test("a database user is named in the partition, region and account of its instance", () => {
  assert.equal(
    databaseUserArn("arn:aws-cn:rds:cn-north-1:123456789012:db:store", "db-ABC", "fluxa_query"),
    "arn:aws-cn:rds-db:cn-north-1:123456789012:dbuser:db-ABC/fluxa_query",
  );
});

suite("wildcards", () => {
  const policy = (Action: string, Resource: string, Effect = "Allow") =>
    JSON.stringify({ Statement: [{ Effect, Action, Resource }] });

  for (const [action, resource] of [
    ["s3:GetObject", "arn:aws:s3:::bucket/payloads/*"],
    ["logs:PutLogEvents", "arn:aws:logs:eu-west-1:123456789012:log-group:name:log-stream:*"],
    ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:events"],
  ] as const) {
    test(`may end the name of what is inside ${resource}`, () => {
      assert.deepEqual(wildcardFaults(policy(action, resource)), []);
    });
  }

  for (const [action, resource] of [
    ["s3:*", "arn:aws:s3:::bucket/payloads/*"],
    ["s3:GetObject", "*"],
    ["s3:GetObject", "arn:aws:s3:::*"],
    ["sqs:SendMessage", "arn:aws:sqs:*:123456789012:events"],
    ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:*"],
    ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:events*"],
  ] as const) {
    test(`may not stand for ${action} on ${resource}`, () => {
      assert.notDeepEqual(wildcardFaults(policy(action, resource)), []);
    });
  }

  test("may widen what is denied", () => {
    assert.deepEqual(wildcardFaults(policy("s3:*", "*", "Deny")), []);
  });
});

test("ingest answers by itself before Lambda ends it, and Lambda ends it before API Gateway gives up", () => {
  assert.ok(limits.ingestSeconds + 3 <= timeoutSeconds.ingest);
  assert.ok(timeoutSeconds.ingest + 3 <= 29);
});
