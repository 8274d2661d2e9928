import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ApiLogs } from "./support/access-logs.ts";
import type { Code } from "./support/code.ts";
import type { ProducerSettings } from "./support/configuration.ts";
import { type DatabaseAccess, databaseEnvironment, mayLogIn } from "./support/database.ts";
import { type DeployedFunction, deployFunction } from "./support/deployed-function.ts";
import { stageName } from "./support/gateway-document.ts";
import type { FunctionNetwork } from "./support/network.ts";
import { payloadsOf } from "./support/payload-bucket.ts";
import type { Permission } from "./support/policy.ts";
import { createProducerKeys, producersKey, publishDirectory } from "./support/producer-keys.ts";
import { createRestApi } from "./support/rest-api.ts";

export interface IngestApiArgs {
  /** The functions' bundles. */
  readonly code: Pick<Code, "ingest" | "query">;
  /** Takes accepted events. */
  readonly queue: aws.sqs.Queue;
  /** Takes large payloads, and the directory of producers. */
  readonly bucket: aws.s3.Bucket;
  readonly database: DatabaseAccess;
  readonly network: FunctionNetwork;
  /** Done once the database has the schema that queries need. */
  readonly migration: pulumi.Resource;
  readonly producers: readonly ProducerSettings[];
  /** Largest payload that travels inside the queue message, in bytes. */
  readonly inlineLimitBytes: number;
  /** Largest payload that a receipt shows, in bytes; the same as in notifications. */
  readonly notificationInlineBytes: number;
  /** Queries at the same time, reserved for them. */
  readonly queryConcurrency: number;
  /** Connections of one instance of the query function. */
  readonly poolSize: number;
  /** Instances of ingest and of query that are kept warm. */
  readonly provisionedConcurrency: number;
  readonly apiLogs: ApiLogs;
  readonly logRetentionDays: number;
}

/** Takes events over HTTP, acknowledges them once they are on the queue, and answers what became of them. */
export class IngestApi extends pulumi.ComponentResource {
  /** Base URL; the routes below it begin with /v1. */
  readonly endpoint: pulumi.Output<string>;
  readonly apiName: pulumi.Output<string>;
  readonly stageName: string = stageName;
  /** Ids of the API keys by producer. */
  readonly apiKeyIds: pulumi.Output<Record<string, string>>;
  /** Values of the API keys by producer; secret. */
  readonly apiKeys: pulumi.Output<Record<string, string>>;
  readonly functions: { readonly ingest: DeployedFunction; readonly query: DeployedFunction };

  constructor(name: string, args: IngestApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fluxa:index:IngestApi", name, {}, opts);

    const ingest = this.ingest(name, args);
    const query = this.query(name, args);
    const { api, stage } = createRestApi(this, name, { ingest, query }, args);
    const keys = createProducerKeys(this, name, stage, args.producers);
    publishDirectory(this, name, args.bucket, keys);

    this.endpoint = stage.invokeUrl.apply(withoutStage);
    this.apiName = api.name;
    this.apiKeyIds = byProducer(keys.map(({ producer, id }) => [producer.name, id]));
    this.apiKeys = pulumi.secret(byProducer(keys.map(({ producer, value }) => [producer.name, value])));
    this.functions = { ingest, query };
    this.registerOutputs({ endpoint: this.endpoint, apiKeyIds: this.apiKeyIds });
  }

  /** Outside the VPC: it needs no database, and starts sooner without network interfaces. */
  private ingest(name: string, args: IngestApiArgs) {
    return deployFunction(this, name, "ingest", {
      code: args.code.ingest,
      environment: {
        QUEUE_URL: args.queue.url,
        PAYLOAD_BUCKET: args.bucket.bucket,
        PRODUCERS_KEY: producersKey,
        INLINE_LIMIT_BYTES: String(args.inlineLimitBytes),
      },
      permissions: [
        { actions: ["sqs:SendMessage"], resources: [args.queue.arn] },
        { actions: ["s3:PutObject"], resources: [payloadsOf(args.bucket)] },
        readDirectory(args.bucket),
      ],
      logRetentionDays: args.logRetentionDays,
      provisionedConcurrency: args.provisionedConcurrency,
    });
  }

  private query(name: string, args: IngestApiArgs) {
    const login = { function: "query", user: "fluxa_query", poolSize: args.poolSize } as const;
    return deployFunction(this, name, "query", {
      code: args.code.query,
      environment: {
        ...databaseEnvironment(args.database, login),
        PAYLOAD_BUCKET: args.bucket.bucket,
        PRODUCERS_KEY: producersKey,
        NOTIFICATION_INLINE_BYTES: String(args.notificationInlineBytes),
      },
      permissions: [mayLogIn(args.database, login.user), readDirectory(args.bucket)],
      logRetentionDays: args.logRetentionDays,
      network: args.network,
      reservedConcurrency: args.queryConcurrency,
      provisionedConcurrency: args.provisionedConcurrency,
      liveAfter: [args.migration],
    });
  }
}

/** The routes begin with the stage's name, so the base URL ends before it. */
function withoutStage(url: string): string {
  return url.replace(new RegExp(`/(?:${stageName}/?)?$`), "");
}

function readDirectory(bucket: aws.s3.Bucket): Permission {
  return { actions: ["s3:GetObject"], resources: [pulumi.interpolate`${bucket.arn}/${producersKey}`] };
}

function byProducer(
  pairs: readonly (readonly [string, pulumi.Output<string>])[],
): pulumi.Output<Record<string, string>> {
  return pulumi.output(Object.fromEntries(pairs));
}
