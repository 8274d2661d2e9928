import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accessLogFormat } from "./access-log-format.ts";
import { trustOf } from "./policy.ts";

/** Who provides the role by which API Gateway writes logs in this account and region, if anybody. */
export type ApiLogs = "create-role" | "existing-role" | "off";

interface AccessLogs {
  readonly settings?: { readonly destinationArn: pulumi.Output<string>; readonly format: string };
  /** What must be there before a stage may have logs. */
  readonly after: pulumi.Resource[];
}

const pushToLogs = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";

/** Where the stage writes its access log. */
export function accessLogs(
  parent: pulumi.ComponentResource,
  prefix: string,
  apiLogs: ApiLogs,
  retentionInDays: number,
): AccessLogs {
  if (apiLogs === "off") return { after: [] };
  const logGroup = new aws.cloudwatch.LogGroup(`${prefix}-access-logs`, { retentionInDays }, { parent });
  const after = apiLogs === "create-role" ? [accountRole(parent, prefix)] : [];
  return { settings: { destinationArn: logGroup.arn, format: accessLogFormat }, after };
}

/** The role belongs to the account and region, so it stays when this stack goes: other stacks log through it. */
function accountRole(parent: pulumi.ComponentResource, prefix: string): pulumi.Resource {
  const stays = { parent, retainOnDelete: true };
  const role = new aws.iam.Role(
    `${prefix}-log-role`,
    { assumeRolePolicy: trustOf("apigateway.amazonaws.com") },
    stays,
  );
  const attachment = new aws.iam.RolePolicyAttachment(
    `${prefix}-log-policy`,
    { role: role.name, policyArn: pushToLogs },
    stays,
  );
  return new aws.apigateway.Account(
    `${prefix}-account`,
    { cloudwatchRoleArn: role.arn },
    { ...stays, dependsOn: [attachment] },
  );
}
