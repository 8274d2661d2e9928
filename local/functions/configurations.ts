import { join } from "node:path";
import type { EnvironmentInput, FunctionName } from "../../runtime/env.ts";
import { awsEnvironment } from "../aws/clients.ts";
import { names, queueUrl, topicArn } from "../aws/names.ts";
import type { FunctionConfiguration, FunctionFaults } from "../lambda/function.ts";
import type { LocalDatabase } from "../postgres/provision.ts";
import type { Timing } from "./timing.ts";

/** Where the functions of one instance find what they need. */
export interface Surroundings {
  /** Endpoint of SQS, SNS and S3. */
  readonly awsEndpoint: string;
  /** As the migrator; the other roles have the same password. */
  readonly database: LocalDatabase;
  /** Folder that holds a folder per function. */
  readonly functionsFolder: string;
  readonly timing: Timing;
  /** Only when faults are on. */
  readonly faultsOf?: (name: FunctionName) => FunctionFaults | undefined;
}

/** Every function as it runs on this machine. */
export function functionConfigurations(where: Surroundings): Record<FunctionName, FunctionConfiguration> {
  const s3 = { PAYLOAD_BUCKET: names.bucket, PRODUCERS_KEY: names.producersKey };
  const { processTimeoutSeconds, processConcurrency, outboxLeaseSeconds } = where.timing;
  const notifying = { TOPIC_ARN: topicArn, OUTBOX_LEASE_SECONDS: String(outboxLeaseSeconds) };
  const events = queueUrl(where.awsEndpoint, names.queue);
  const dead = queueUrl(where.awsEndpoint, names.deadLetterQueue);
  return {
    ingest: configure(where, "ingest", 25, 6, { ...s3, QUEUE_URL: events }),
    process: configure(where, "process", processTimeoutSeconds, processConcurrency, {
      ...databaseAs(where, "fluxa_processor", Math.ceil(processTimeoutSeconds * 700)),
      ...notifying,
      ...backoff(where.timing),
      PAYLOAD_BUCKET: names.bucket,
      QUEUE_URL: events,
      DEAD_LETTER_QUEUE_URL: dead,
    }),
    query: configure(where, "query", 29, 16, { ...databaseAs(where, "fluxa_query", 10_000), ...s3 }),
    relay: configure(where, "relay", 10, 1, {
      ...databaseAs(where, "fluxa_processor", 4_000),
      ...notifying,
      ...backoff(where.timing),
    }),
    upkeep: configure(where, "upkeep", 60, 1, databaseAs(where, "fluxa_upkeep", 50_000)),
    operate: configure(where, "operate", 900, 3, {
      ...databaseAs(where, "fluxa_operator", 20_000),
      TOPIC_ARN: topicArn,
      QUEUE_URL: events,
      DEAD_LETTER_QUEUE_URL: dead,
    }),
    migrate: configure(where, "migrate", 120, 1, databaseAs(where, "fluxa_migrator", 110_000)),
  };
}

function backoff({ backoffShortestSeconds, backoffLongestSeconds }: Timing) {
  return {
    BACKOFF_SHORTEST_SECONDS: String(backoffShortestSeconds),
    BACKOFF_LONGEST_SECONDS: String(backoffLongestSeconds),
  };
}

function configure<Name extends FunctionName>(
  { awsEndpoint, functionsFolder, faultsOf }: Surroundings,
  name: Name,
  timeoutSeconds: number,
  concurrency: number,
  environment: EnvironmentInput<Name> & Readonly<Record<string, string>>,
): FunctionConfiguration {
  const faults = faultsOf?.(name);
  return {
    name,
    folder: join(functionsFolder, name),
    environment: { ...awsEnvironment(awsEndpoint), ...environment },
    timeoutMs: timeoutSeconds * 1000,
    memoryMb: 512,
    concurrency,
    ...(faults !== undefined && { faults }),
  };
}

function databaseAs({ database }: Surroundings, user: string, statementTimeoutMs: number) {
  const { host, port, name, password } = database;
  return {
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: name,
    DATABASE_USER: user,
    DATABASE_PASSWORD: password,
    DATABASE_TLS: "off",
    STATEMENT_TIMEOUT_MS: String(statementTimeoutMs),
  } as const;
}
