import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";

/** Where a function runs that reaches the database. */
export interface FunctionNetwork {
  readonly subnetIds: pulumi.Output<string[]>;
  readonly securityGroupId: pulumi.Output<string>;
}

export interface Network extends FunctionNetwork {
  /** Lets in the functions and nobody else. */
  readonly databaseSecurityGroupId: pulumi.Output<string>;
  /** What must be there before a function can reach anything. */
  readonly ways: readonly pulumi.Resource[];
}

const postgresPort = 5432;
const httpsPort = 443;
const cidrBlock = "10.0.0.0/16";

/** A VPC without a way out: isolated subnets in two zones, and an endpoint for each AWS service that is called. */
export function createNetwork(parent: pulumi.ComponentResource, prefix: string, region: string): Network {
  const vpc = new awsx.ec2.Vpc(`${prefix}-network`, vpcArgs(region), { parent });
  const functions = group(parent, `${prefix}-functions`, vpc, "Functions that reach the database");
  const database = group(parent, `${prefix}-database`, vpc, "The database");
  const ways = [
    ...allowDatabase(parent, prefix, functions, database),
    ...allowServices(parent, prefix, functions, region),
  ];
  return {
    subnetIds: vpc.isolatedSubnetIds,
    securityGroupId: functions.id,
    databaseSecurityGroupId: database.id,
    ways: [vpc, ...ways],
  };
}

function vpcArgs(region: string): awsx.ec2.VpcArgs {
  const service = (name: string) => `com.amazonaws.${region}.${name}`;
  const reachable = (name: string) => ({
    serviceName: service(name),
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
  });
  return {
    cidrBlock,
    numberOfAvailabilityZones: 2,
    subnetStrategy: "Auto",
    subnetSpecs: [{ type: "Isolated", name: "isolated" }],
    natGateways: { strategy: "None" },
    enableDnsHostnames: true,
    enableDnsSupport: true,
    // "Auto" gives the endpoints their route tables and subnets; without it they have none.
    vpcEndpointStrategy: "Auto",
    vpcEndpointSpecs: [
      { serviceName: service("s3"), vpcEndpointType: "Gateway" },
      reachable("sqs"),
      reachable("sns"),
      reachable("secretsmanager"),
    ],
  };
}

function group(
  parent: pulumi.ComponentResource,
  name: string,
  vpc: awsx.ec2.Vpc,
  description: string,
): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(`${name}-group`, { vpcId: vpc.vpcId, description }, { parent });
}

function allowDatabase(
  parent: pulumi.ComponentResource,
  prefix: string,
  functions: aws.ec2.SecurityGroup,
  database: aws.ec2.SecurityGroup,
): readonly pulumi.Resource[] {
  const tcp = { ipProtocol: "tcp", fromPort: postgresPort, toPort: postgresPort };
  return [
    new aws.vpc.SecurityGroupEgressRule(
      `${prefix}-functions-to-database`,
      {
        ...tcp,
        description: "Functions to the database",
        securityGroupId: functions.id,
        referencedSecurityGroupId: database.id,
      },
      { parent },
    ),
    new aws.vpc.SecurityGroupIngressRule(
      `${prefix}-database-from-functions`,
      {
        ...tcp,
        description: "Functions to the database",
        securityGroupId: database.id,
        referencedSecurityGroupId: functions.id,
      },
      { parent },
    ),
  ];
}

function allowServices(
  parent: pulumi.ComponentResource,
  prefix: string,
  functions: aws.ec2.SecurityGroup,
  region: string,
): readonly pulumi.Resource[] {
  const https = {
    ipProtocol: "tcp",
    fromPort: httpsPort,
    toPort: httpsPort,
    securityGroupId: functions.id,
  };
  const s3 = aws.ec2.getPrefixListOutput({ name: `com.amazonaws.${region}.s3` }, { parent });
  return [
    new aws.vpc.SecurityGroupEgressRule(
      `${prefix}-functions-to-endpoints`,
      { ...https, description: "Functions to the VPC endpoints", cidrIpv4: cidrBlock },
      { parent },
    ),
    new aws.vpc.SecurityGroupEgressRule(
      `${prefix}-functions-to-s3`,
      { ...https, description: "Functions to S3", prefixListId: s3.id },
      { parent },
    ),
  ];
}
