import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction } from "./deployed-function.ts";
import { policyOf, trustOf } from "./policy.ts";

/** Invokes a function by the clock. A run that fails is left to the next one. */
export function runRegularly(
  parent: pulumi.ComponentResource,
  name: string,
  target: DeployedFunction,
  expression: string,
): aws.scheduler.Schedule {
  const role = new aws.iam.Role(
    `${name}-schedule-role`,
    { assumeRolePolicy: trustOf("scheduler.amazonaws.com") },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-schedule-policy`,
    {
      role: role.name,
      policy: policyOf([{ actions: ["lambda:InvokeFunction"], resources: [target.alias.arn] }]),
    },
    { parent },
  );
  // Scheduler invokes asynchronously, and Lambda would repeat a failed run twice by itself.
  new aws.lambda.FunctionEventInvokeConfig(
    `${name}-no-retry`,
    {
      functionName: target.alias.functionName,
      qualifier: target.alias.name,
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
    },
    { parent },
  );
  return new aws.scheduler.Schedule(
    `${name}-schedule`,
    {
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: target.alias.arn,
        roleArn: role.arn,
        input: "{}",
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    },
    { parent, dependsOn: [policy] },
  );
}
