import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../runtime/env.ts";
import { alarmRules, createAlarms } from "./support/alarms/alarms.ts";
import type { Watched } from "./support/alarms/rule.ts";
import { dashboardBody } from "./support/dashboard.ts";
import { saveQueries } from "./support/saved-queries.ts";

export interface ObservabilityArgs extends Watched {
  readonly region: string;
  /** Addresses that get the alarms. */
  readonly alarmEmails: readonly string[];
  /** Where the runbook's pages are. */
  readonly runbookUrl: string;
  /** Log groups of the functions. */
  readonly logGroupNames: Readonly<Record<FunctionName, pulumi.Output<string>>>;
}

/** Says when somebody has to look, and shows what there is to see. */
export class Observability extends pulumi.ComponentResource {
  readonly dashboardUrl: pulumi.Output<string>;
  readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: ObservabilityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fluxa:index:Observability", name, {}, opts);

    const topic = this.alarmTopic(name, args.alarmEmails);
    createAlarms(this, name, alarmRules(args), { topic, runbook: args.runbookUrl });
    saveQueries(this, name, args.logGroupNames);
    const dashboard = this.dashboard(name, args);

    this.dashboardUrl = pulumi.interpolate`https://${args.region}.console.aws.amazon.com/cloudwatch/home?region=${args.region}#dashboards/dashboard/${dashboard.dashboardName}`;
    this.alarmTopicArn = topic.arn;
    this.registerOutputs({ dashboardUrl: this.dashboardUrl, alarmTopicArn: this.alarmTopicArn });
  }

  /** Not encrypted with AWS's key for SNS: CloudWatch may not use that one, and its alarms would vanish without an error. */
  private alarmTopic(name: string, emails: readonly string[]): aws.sns.Topic {
    const topic = new aws.sns.Topic(`${name}-alarms`, {}, { parent: this });
    for (const endpoint of emails) {
      new aws.sns.TopicSubscription(
        `${name}-alarms-${endpoint}`,
        { topic: topic.arn, protocol: "email", endpoint },
        { parent: this },
      );
    }
    return topic;
  }

  private dashboard(name: string, args: ObservabilityArgs): aws.cloudwatch.Dashboard {
    const { region, apiName, stageName, queueName, deadLetterQueueName, databaseIdentifier } = args;
    const { ingest, process, relay } = args.functionNames;
    const body = pulumi
      .all([apiName, queueName, deadLetterQueueName, databaseIdentifier, ingest, process, relay])
      .apply(([apiName, queueName, deadLetterQueueName, databaseIdentifier, ingest, process, relay]) =>
        dashboardBody({
          region,
          apiName,
          stageName,
          queueName,
          deadLetterQueueName,
          databaseIdentifier,
          ingest,
          process,
          relay,
        }),
      );
    return new aws.cloudwatch.Dashboard(
      `${name}-dashboard`,
      // It is the one resource here that AWS does not let Pulumi name by itself.
      { dashboardName: name, dashboardBody: pulumi.jsonStringify(body) },
      { parent: this },
    );
  }
}
