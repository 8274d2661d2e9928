import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { FunctionName } from "../../runtime/env.ts";
import type { Network } from "./network.ts";
import type { Permission } from "./policy.ts";
import { statementTimeoutMs } from "./timeouts.ts";

export interface DatabaseArgs {
  readonly databaseClass: string;
  readonly databaseStorageGb: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
  readonly protectData: boolean;
}

/** The database as functions reach it. */
export interface DatabaseAccess {
  readonly host: pulumi.Output<string>;
  readonly instanceArn: pulumi.Output<string>;
  /** RDS's own id, which policies for IAM login name. */
  readonly resourceId: pulumi.Output<string>;
  readonly instanceIdentifier: pulumi.Output<string>;
}

export interface Database extends DatabaseAccess {
  /** Password of the migrator, as text. */
  readonly secretArn: pulumi.Output<string>;
  readonly instance: aws.rds.Instance;
  readonly secretVersion: aws.secretsmanager.SecretVersion;
}

/** Database, and the role that owns everything in it (RDS calls it the master user). */
const databaseName = "fluxa";
export const migratorUser = "fluxa_migrator";

/** Raise it to give the migrator a new password. */
const passwordVersion = 1;

/** PostgreSQL 18 that only the functions can reach, only over TLS, and log in to with IAM. */
export function createDatabase(
  parent: pulumi.ComponentResource,
  prefix: string,
  network: Network,
  args: DatabaseArgs,
): Database {
  const password = new random.RandomPassword(
    `${prefix}-password`,
    { length: 40, special: false, keepers: { version: String(passwordVersion) } },
    { parent },
  );
  const { secret, secretVersion } = keepSecret(parent, prefix, password.result);
  const instance = createInstance(parent, prefix, network, password.result, args);
  return {
    host: instance.address,
    instanceArn: instance.arn,
    resourceId: instance.resourceId,
    instanceIdentifier: instance.identifier,
    secretArn: secret.arn,
    instance,
    secretVersion,
  };
}

function keepSecret(
  parent: pulumi.ComponentResource,
  prefix: string,
  password: pulumi.Output<string>,
): {
  readonly secret: aws.secretsmanager.Secret;
  readonly secretVersion: aws.secretsmanager.SecretVersion;
} {
  const secret = new aws.secretsmanager.Secret(
    `${prefix}-migrator`,
    { description: "Password of the database's owner, for migrations and emergencies" },
    { parent },
  );
  const secretVersion = new aws.secretsmanager.SecretVersion(
    `${prefix}-migrator-password`,
    { secretId: secret.id, secretStringWo: password, secretStringWoVersion: passwordVersion },
    { parent },
  );
  return { secret, secretVersion };
}

function createInstance(
  parent: pulumi.ComponentResource,
  prefix: string,
  network: Network,
  password: pulumi.Output<string>,
  args: DatabaseArgs,
): aws.rds.Instance {
  const subnets = new aws.rds.SubnetGroup(`${prefix}-subnets`, { subnetIds: network.subnetIds }, { parent });
  const parameters = new aws.rds.ParameterGroup(
    `${prefix}-parameters`,
    { family: "postgres18", parameters: [{ name: "rds.force_ssl", value: "1" }] },
    { parent },
  );
  const name = `${prefix}-database`;
  return new aws.rds.Instance(
    name,
    {
      engine: "postgres",
      // A major version alone: RDS applies the minor ones.
      engineVersion: "18",
      autoMinorVersionUpgrade: true,
      instanceClass: args.databaseClass,
      dbName: databaseName,
      username: migratorUser,
      passwordWo: password,
      passwordWoVersion: passwordVersion,
      iamDatabaseAuthenticationEnabled: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: parameters.name,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [network.databaseSecurityGroupId],
      publiclyAccessible: false,
      multiAz: args.multiAz,
      storageType: "gp3",
      allocatedStorage: args.databaseStorageGb,
      maxAllocatedStorage: args.databaseStorageGb * 10,
      storageEncrypted: true,
      backupRetentionPeriod: args.backupDays,
      copyTagsToSnapshot: true,
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: 7,
      ...deletion(name, args.protectData),
    },
    { parent, protect: args.protectData },
  );
}

/** Data that is not protected may go with its stack; data that was protected leaves a snapshot. */
function deletion(name: string, protectData: boolean) {
  return {
    deletionProtection: protectData,
    deleteAutomatedBackups: !protectData,
    skipFinalSnapshot: !protectData,
    ...(protectData && { finalSnapshotIdentifier: `${name}-final` }),
  };
}

/** The database part of a function's environment. */
export function databaseEnvironment(
  database: DatabaseAccess,
  login: { readonly function: FunctionName; readonly user: string; readonly poolSize: number },
) {
  return {
    DATABASE_HOST: database.host,
    DATABASE_PORT: "5432",
    DATABASE_NAME: databaseName,
    DATABASE_USER: login.user,
    DATABASE_TLS: "verify",
    POOL_SIZE: String(login.poolSize),
    STATEMENT_TIMEOUT_MS: String(statementTimeoutMs(login.function)),
  };
}

/** Log in to the database as this user with an IAM token. */
export function mayLogIn({ instanceArn, resourceId }: DatabaseAccess, user: string): Permission {
  const userArn = pulumi.all([instanceArn, resourceId]).apply(([arn, id]) => databaseUserArn(arn, id, user));
  return { actions: ["rds-db:connect"], resources: [userArn] };
}

/** ARN of a database user, as `rds-db:connect` wants it: same partition, region and account as the instance. */
export function databaseUserArn(instanceArn: string, resourceId: string, user: string): string {
  const [, partition = "", , region = "", account = ""] = instanceArn.split(":");
  return `arn:${partition}:rds-db:${region}:${account}:dbuser:${resourceId}/${user}`;
}
