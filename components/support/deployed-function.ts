import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../../runtime/env.ts";
import type { DeployedEnvironment } from "./deployed-environment.ts";
import { memoryMb } from "./memory.ts";
import type { FunctionNetwork } from "./network.ts";
import { type Permission, policyOf, trustOf } from "./policy.ts";
import { timeoutSeconds } from "./timeouts.ts";

export interface DeployedFunctionArgs<Name extends FunctionName> {
  readonly code: pulumi.asset.AssetArchive;
  readonly environment: DeployedEnvironment<Name>;
  readonly permissions: readonly Permission[];
  readonly logRetentionDays: number;
  /** Only for functions that reach the database. */
  readonly network?: FunctionNetwork;
  /** Instances that are kept for this function and that it never exceeds. @default none */
  readonly reservedConcurrency?: number;
  /** Instances that are kept warm. @default 0 */
  readonly provisionedConcurrency?: number;
  /** What has to be done before callers reach this version. @default nothing */
  readonly liveAfter?: readonly pulumi.Resource[];
}

/** A function as others use it: by its alias, never by $LATEST. */
export interface DeployedFunction {
  readonly function: aws.lambda.Function;
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** Lets a function use network interfaces in the VPC; its actions have no ARNs, so AWS keeps the policy. */
const networkInterfaces = "arn:aws:iam::aws:policy/service-role/AWSLambdaENIManagementAccess";

/** A function with its log group, role and alias, all named `${prefix}-${name}…` under the component. */
export function deployFunction<Name extends FunctionName>(
  parent: pulumi.ComponentResource,
  prefix: string,
  name: Name,
  args: DeployedFunctionArgs<Name>,
): DeployedFunction {
  const full = `${prefix}-${name}`;
  // Made first: Lambda would make one that keeps its lines for ever.
  const logGroup = new aws.cloudwatch.LogGroup(
    `${full}-logs`,
    { retentionInDays: args.logRetentionDays },
    { parent },
  );
  const { role, policies } = deployRole(parent, full, logGroup, args);
  const deployed = new aws.lambda.Function(full, functionArgs(name, role, logGroup, args), {
    parent,
    // A function that starts before its policies are attached fails at its first calls.
    dependsOn: policies,
  });
  const alias = new aws.lambda.Alias(
    `${full}-live`,
    { name: "live", functionName: deployed.name, functionVersion: deployed.version },
    { parent, dependsOn: [...(args.liveAfter ?? [])] },
  );
  keepWarm(parent, full, alias, args.provisionedConcurrency ?? 0);
  return { function: deployed, alias, logGroup };
}

function functionArgs<Name extends FunctionName>(
  name: Name,
  role: aws.iam.Role,
  logGroup: aws.cloudwatch.LogGroup,
  args: DeployedFunctionArgs<Name>,
): aws.lambda.FunctionArgs {
  const { network, reservedConcurrency } = args;
  return {
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    handler: "index.handler",
    code: args.code,
    role: role.arn,
    timeout: timeoutSeconds[name],
    memorySize: memoryMb[name],
    environment: { variables: { ...args.environment, NODE_OPTIONS: "--enable-source-maps" } },
    loggingConfig: {
      logFormat: "JSON",
      logGroup: logGroup.name,
      // The functions set their own level; metrics are lines without one and would be lost above INFO.
      applicationLogLevel: "INFO",
      systemLogLevel: "WARN",
    },
    publish: true,
    ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
    ...(network !== undefined && {
      vpcConfig: { subnetIds: network.subnetIds, securityGroupIds: [network.securityGroupId] },
    }),
  };
}

function deployRole<Name extends FunctionName>(
  parent: pulumi.ComponentResource,
  full: string,
  logGroup: aws.cloudwatch.LogGroup,
  { permissions, network }: DeployedFunctionArgs<Name>,
): { readonly role: aws.iam.Role; readonly policies: pulumi.Resource[] } {
  const role = new aws.iam.Role(
    `${full}-role`,
    { assumeRolePolicy: trustOf("lambda.amazonaws.com") },
    { parent },
  );
  const writeLogs: Permission = {
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.arn.apply((arn) => `${arn}:*`)],
  };
  const policies: pulumi.Resource[] = [
    new aws.iam.RolePolicy(
      `${full}-policy`,
      { role: role.name, policy: policyOf([writeLogs, ...permissions]) },
      { parent },
    ),
  ];
  if (network !== undefined) {
    policies.push(
      new aws.iam.RolePolicyAttachment(
        `${full}-network`,
        { role: role.name, policyArn: networkInterfaces },
        { parent },
      ),
    );
  }
  return { role, policies };
}

function keepWarm(
  parent: pulumi.ComponentResource,
  full: string,
  alias: aws.lambda.Alias,
  instances: number,
): void {
  if (instances === 0) return;
  new aws.lambda.ProvisionedConcurrencyConfig(
    `${full}-warm`,
    {
      functionName: alias.functionName,
      qualifier: alias.name,
      provisionedConcurrentExecutions: instances,
    },
    { parent },
  );
}

/** One thing of every function, by the functions' names. */
export function byFunction<T>(
  functions: Readonly<Record<FunctionName, DeployedFunction>>,
  pick: (deployed: DeployedFunction) => T,
): Record<FunctionName, T> {
  const { ingest, process, query, relay, upkeep, operate, migrate } = functions;
  return {
    ingest: pick(ingest),
    process: pick(process),
    query: pick(query),
    relay: pick(relay),
    upkeep: pick(upkeep),
    operate: pick(operate),
    migrate: pick(migrate),
  };
}
