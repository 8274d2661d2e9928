import { type AlarmRules, orZero, ours, queueMetric, sumOf, type Watched } from "./rule.ts";

const tenDays = 10 * 24 * 60 * 60;

/** Events that were judged. Conflicts are apart: one producer that uses an id twice must not hide everything else. */
export function deadAlarms({ deadLetterQueueName, functionNames: { process } }: Watched) {
  const waiting = queueMetric("ApproximateNumberOfMessagesVisible", deadLetterQueueName);
  const inHand = queueMetric("ApproximateNumberOfMessagesNotVisible", deadLetterQueueName);
  return {
    "dead-events": {
      metrics: { dead: ours("DeadLettered", process), conflicts: ours("Conflicts", process) },
      expression: `${orZero("dead")} - ${orZero("conflicts")}`,
      threshold: 0,
      description:
        "Events were judged and dead-lettered, other than conflicts. Group them by type and reason with the operate function; the page has the command.",
    },
    conflicts: {
      metrics: { conflicts: ours("Conflicts", process) },
      threshold: 20,
      minutes: 15,
      description:
        "A producer sends different events under one id; the first of each stands. Find it by 'dead events by type and producer' and tell it.",
    },
    "fingerprint-mismatches": {
      metrics: { mismatches: ours("FingerprintMismatches", process) },
      threshold: 0,
      description:
        "A payload was changed between acceptance and processing, and was not stored. Find out who can write to the queue or the bucket.",
    },
    "payloads-missing": {
      metrics: { missing: ours("PayloadsMissing", process) },
      threshold: 0,
      description:
        "A payload is not in S3 any more and its event is dead. Look for deletions in the bucket; earlier versions may be restored.",
    },
    "dead-letter-failures": {
      metrics: { failures: ours("DeadLetterFailures", process) },
      threshold: 0,
      minutes: 5,
      description:
        "SQS does not take dead letters; the events come back until it does. Look at 'dead letter not taken' in the processor's log.",
    },
    "dead-letters": {
      metrics: { waiting },
      threshold: 1_000,
      minutes: 5,
      description:
        "More than a thousand dead letters wait, conflicts among them. List them by type, producer and reason, then redrive or delete them.",
    },
    "dead-letters-unjudged": {
      metrics: { waiting, inHand, dead: ours("DeadLettered", process) },
      expression: `DIFF(${sumOf(["waiting", "inHand"])}) - ${orZero("dead")}`,
      threshold: 5,
      minutes: 15,
      description:
        "Dead letters came that the processor did not send: SQS gave up on events after maxReceiveCount receives. Nothing is wrong with them: redrive them once the cause is mended.",
    },
    "dead-letters-old": {
      metrics: { age: queueMetric("ApproximateAgeOfOldestMessage", deadLetterQueueName) },
      threshold: tenDays,
      minutes: 60,
      description:
        "The oldest dead letter is more than ten days old; SQS deletes it after fourteen. Redrive it, or save its body.",
    },
  } as const satisfies AlarmRules;
}
