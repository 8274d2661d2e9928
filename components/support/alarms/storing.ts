import { type AlarmRules, orZero, ours, queueMetric, sumOf, type Watched } from "./rule.ts";

/** What goes wrong while events are stored and announced. */
export function storingAlarms({ queueName, functionNames, maxReceiveCount }: Watched) {
  const { process, query, relay } = functionNames;
  const outagesOf = { process: ours("DatabaseOutages", process), query: ours("DatabaseOutages", query) };
  return {
    "oldest-message": {
      metrics: { age: queueMetric("ApproximateAgeOfOldestMessage", queueName) },
      threshold: 300,
      periods: 3,
      description:
        "Accepted events have waited for more than five minutes. Nothing is lost. Look whether database-outage or process-errors is raised, too.",
    },
    "outage-budget": {
      // Not their age: SQS leaves messages that were received three times out of it.
      metrics: { receives: ours("MostReceives", process, "Maximum") },
      threshold: maxReceiveCount / 2,
      minutes: 15,
      description: `Events have used up half of their ${maxReceiveCount} receives; after the last one SQS dead-letters them unjudged. Mend the cause now, or disable the event source mapping until it is.`,
    },
    "queue-unread": {
      metrics: {
        received: queueMetric("NumberOfMessagesReceived", queueName, "Sum"),
        empty: queueMetric("NumberOfEmptyReceives", queueName, "Sum"),
      },
      expression: sumOf(["received", "empty"]),
      threshold: 1,
      below: true,
      minutes: 15,
      silence: true,
      description:
        "Nobody has asked the queue for messages for a quarter of an hour. Look whether the event source mapping of the processor is enabled.",
    },
    "outage-failures": {
      metrics: { failures: ours("OutageFailures", process) },
      threshold: 10,
      periods: 3,
      description:
        "The processor gives events back because the database or S3 does not answer. None is judged by it. Look which of them: database-outage or storage-failures.",
    },
    "transient-failures": {
      metrics: { failures: ours("TransientFailures", process) },
      threshold: 10,
      minutes: 5,
      description:
        "Events fail again and again while the database answers; after 8 attempts they are dead. Look at 'event put back' in the processor's log.",
    },
    "database-outage": {
      metrics: { ...outagesOf, relay: ours("DatabaseOutages", relay) },
      expression: sumOf(["process", "query", "relay"]),
      threshold: 0,
      periods: 5,
      beyond: 3,
      description:
        "The database does not answer, or fails over. Events wait in the queue and nothing is lost. Look at the instance's state and events in RDS.",
    },
    "connections-exhausted": {
      metrics: {
        process: ours("ConnectionsExhausted", process),
        query: ours("ConnectionsExhausted", query),
        relay: ours("ConnectionsExhausted", relay),
      },
      expression: sumOf(["process", "query", "relay"]),
      threshold: 0,
      minutes: 5,
      description:
        "The database has no connection left for a function. Look who holds them (pg_stat_activity), then lower maximumConcurrency or queryConcurrency.",
    },
    "outbox-age": {
      metrics: { age: ours("OutboxAge", relay, "Maximum") },
      threshold: 300,
      periods: 3,
      description:
        "Stored events have not been announced for five minutes. Nothing is lost. Look at the relay's log: SNS refuses, or the relay fails.",
    },
    "correlation-missing": {
      metrics: { missing: ours("CorrelationMissing", process) },
      threshold: 0,
      minutes: 15,
      description:
        "Messages lost their attribute correlation_id on the way, or carry another one's. The events are stored. Look for 'correlation id lost' in the processor's log.",
    },
    unaccounted: accounting({ queueName, functionNames }),
  } as const satisfies AlarmRules;
}

/** More acceptances in an hour than have ended in it or can be waiting: what is left is not explained. */
function accounting({
  queueName,
  functionNames: { ingest, process },
}: Pick<Watched, "queueName" | "functionNames">) {
  return {
    metrics: {
      accepted: ours("Accepted", ingest),
      stored: ours("Stored", process),
      duplicates: ours("Duplicates", process),
      dead: ours("DeadLettered", process),
      waiting: queueMetric("ApproximateNumberOfMessagesVisible", queueName),
      inhand: queueMetric("ApproximateNumberOfMessagesNotVisible", queueName),
    },
    // A thousandth for what is under way at the ends of the hour and for counts that SQS rounds.
    expression: `0.999 * ${orZero("accepted")} - (${sumOf(["stored", "duplicates", "dead", "waiting", "inhand"])})`,
    threshold: 10,
    minutes: 60,
    description:
      "More events were accepted in the last hour than were stored, found to be duplicates or dead, or are waiting. Find them with the saved query 'accepted and not ended'.",
  } as const;
}
