import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Code } from "./support/code.ts";
import {
  createDatabase,
  type Database,
  type DatabaseAccess,
  type DatabaseArgs,
  databaseEnvironment,
  mayLogIn,
  migratorUser,
} from "./support/database.ts";
import { type DeployedFunction, deployFunction } from "./support/deployed-function.ts";
import { migrationsHash } from "./support/migrations-hash.ts";
import { createNetwork, type FunctionNetwork } from "./support/network.ts";
import { runRegularly } from "./support/schedule.ts";

export interface EventStoreArgs extends DatabaseArgs {
  /** Region of the stack, which names the VPC's endpoints. */
  readonly region: string;
  /** The functions' bundles. */
  readonly code: Pick<Code, "migrate" | "upkeep">;
  /** How long events are kept. */
  readonly eventRetentionDays: number;
  /** How long event ids are remembered. */
  readonly claimRetentionDays: number;
  readonly logRetentionDays: number;
}

/** Keeps events in PostgreSQL: the VPC, the database, its migrations at every deployment and its upkeep. */
export class EventStore extends pulumi.ComponentResource {
  readonly database: DatabaseAccess;
  readonly network: FunctionNetwork;
  /** Done once the database has the schema of this version. */
  readonly migration: aws.lambda.Invocation;
  readonly functions: { readonly migrate: DeployedFunction; readonly upkeep: DeployedFunction };

  constructor(name: string, args: EventStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fluxa:index:EventStore", name, {}, opts);

    const network = createNetwork(this, name, args.region);
    const database = createDatabase(this, name, network, args);
    const migrate = this.migrator(name, args, network, database);
    const migration = this.migrateNow(name, migrate, [
      ...network.ways,
      database.instance,
      database.secretVersion,
    ]);
    const upkeep = this.upkeep(name, args, network, database, migration);
    runRegularly(this, `${name}-upkeep`, upkeep, "rate(1 hour)");

    this.database = database;
    this.network = network;
    this.migration = migration;
    this.functions = { migrate, upkeep };
    this.registerOutputs({ databaseEndpoint: database.host });
  }

  private migrator(name: string, args: EventStoreArgs, network: FunctionNetwork, database: Database) {
    const login = { function: "migrate", user: migratorUser, poolSize: 1 } as const;
    return deployFunction(this, name, "migrate", {
      code: args.code.migrate,
      environment: { ...databaseEnvironment(database, login), DATABASE_SECRET_ARN: database.secretArn },
      permissions: [{ actions: ["secretsmanager:GetSecretValue"], resources: [database.secretArn] }],
      logRetentionDays: args.logRetentionDays,
      network,
    });
  }

  /** Invoked again whenever a migration is added. The provider may invoke twice: the migrator takes turns with itself. */
  private migrateNow(name: string, migrate: DeployedFunction, after: readonly pulumi.Resource[]) {
    const hash = migrationsHash();
    return new aws.lambda.Invocation(
      `${name}-migration`,
      {
        functionName: migrate.alias.functionName,
        qualifier: migrate.alias.name,
        input: JSON.stringify({ hash }),
        triggers: { migrations: hash },
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private upkeep(
    name: string,
    args: EventStoreArgs,
    network: FunctionNetwork,
    database: DatabaseAccess,
    migration: pulumi.Resource,
  ) {
    const login = { function: "upkeep", user: "fluxa_upkeep", poolSize: 1 } as const;
    return deployFunction(this, name, "upkeep", {
      code: args.code.upkeep,
      environment: {
        ...databaseEnvironment(database, login),
        EVENT_RETENTION_DAYS: String(args.eventRetentionDays),
        CLAIM_RETENTION_DAYS: String(args.claimRetentionDays),
      },
      permissions: [mayLogIn(database, login.user)],
      logRetentionDays: args.logRetentionDays,
      network,
      liveAfter: [migration],
    });
  }
}
