import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { pageOfAlarm } from "../../../runtime/contract/failure-modes.ts";
import { databaseAlarms } from "./database.ts";
import { deadAlarms } from "./dead.ts";
import { functionAlarms } from "./functions.ts";
import type { AlarmMetric, AlarmRule, AlarmRules, Watched } from "./rule.ts";
import { storingAlarms } from "./storing.ts";
import { takingAlarms } from "./taking.ts";

/** Every alarm by its name; docs/runbook has a page for each. */
export function alarmRules(watched: Watched): AlarmRules {
  return {
    ...takingAlarms(watched),
    ...storingAlarms(watched),
    ...deadAlarms(watched),
    ...databaseAlarms(watched),
    ...functionAlarms(watched),
  };
}

/** @param runbook where the pages are; every description ends with the one to open. */
export function createAlarms(
  parent: pulumi.ComponentResource,
  prefix: string,
  rules: AlarmRules,
  { topic, runbook }: { readonly topic: aws.sns.Topic; readonly runbook: string },
): readonly aws.cloudwatch.MetricAlarm[] {
  return Object.entries(rules).map(
    ([name, rule]) =>
      new aws.cloudwatch.MetricAlarm(
        `${prefix}-${name}`,
        {
          ...watchedBy(rule),
          threshold: rule.threshold,
          alarmDescription: `${rule.description} Runbook: ${runbook}/${pageOfAlarm(name)}`,
          comparisonOperator: rule.below === true ? "LessThanThreshold" : "GreaterThanThreshold",
          evaluationPeriods: rule.periods ?? 1,
          datapointsToAlarm: rule.beyond ?? rule.periods ?? 1,
          treatMissingData: rule.silence === true ? "breaching" : "notBreaching",
          alarmActions: [topic.arn],
          okActions: [topic.arn],
        },
        { parent },
      ),
  );
}

/** One metric as it is, or several in an expression, which CloudWatch takes in another form. */
function watchedBy({ metrics, expression, minutes = 1 }: AlarmRule): Partial<aws.cloudwatch.MetricAlarmArgs> {
  const period = minutes * 60;
  const named = Object.entries(metrics);
  const [only] = named;
  if (expression === undefined && only !== undefined && named.length === 1) return { ...only[1], period };
  return {
    metricQueries: [
      { id: "result", expression: expression ?? "", label: "result", returnData: true },
      ...named.map(([id, metric]) => ({ id, metric: inQuery(metric, period), returnData: false })),
    ],
  };
}

function inQuery({ statistic, ...metric }: AlarmMetric, period: number) {
  return { ...metric, stat: statistic, period };
}
