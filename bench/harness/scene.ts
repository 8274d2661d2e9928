import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { s3Client } from "../../local/aws/clients.ts";
import { names } from "../../local/aws/names.ts";
import { createResources } from "../../local/aws/resources.ts";
import { startTwin } from "../../local/aws/twin.ts";
import { dataPaths } from "../../local/data-directory/paths.ts";
import { functionConfigurations } from "../../local/functions/configurations.ts";
import { defaultTiming } from "../../local/functions/timing.ts";
import type { FunctionConfiguration } from "../../local/lambda/function.ts";
import type { LocalDatabase } from "../../local/postgres/url.ts";
import { type AwsCalls, countAwsCalls } from "./wire/aws-calls.ts";
import { countRoundTrips, type RoundTrips } from "./wire/round-trips.ts";
import { writeDeployed } from "./write-handler.ts";

/** The functions that deploy, with everything that they call behind counters. */
export interface Scene {
  readonly calls: AwsCalls;
  readonly roundTrips: RoundTrips;
  readonly ingest: FunctionConfiguration;
  readonly process: FunctionConfiguration;
  /** Keeps an object in the payload bucket, uncounted. */
  readonly put: (key: string, body: string) => Promise<void>;
}

export const apiKeyId = "bench-key";

/** @param database As any role; the application's have the same password. */
export async function setScene(
  folder: string,
  database: LocalDatabase,
  stack: AsyncDisposableStack,
): Promise<Scene> {
  const { calls, put } = await openAws(folder, stack);
  const roundTrips = await countRoundTrips(database, stack);
  const functionsFolder = join(folder, "functions");
  await writeDeployed("ingest", join(functionsFolder, "ingest"));
  await writeDeployed("process", join(functionsFolder, "process"));
  const { ingest, process } = functionConfigurations({
    awsEndpoint: calls.endpoint,
    database: { ...database, host: roundTrips.host, port: roundTrips.port },
    functionsFolder,
    // Patient, so that no call is made twice because the machine is busy.
    timing: { ...defaultTiming, processTimeoutSeconds: 60, outboxLeaseSeconds: 90 },
  });
  return { calls, roundTrips, ingest, process, put };
}

async function openAws(folder: string, stack: AsyncDisposableStack): Promise<Pick<Scene, "calls" | "put">> {
  const paths = dataPaths(folder);
  await mkdir(paths.logs, { recursive: true });
  const twin = await startTwin(paths);
  stack.defer(() => twin.stop());
  await createResources(twin.endpoint, {
    visibilitySeconds: defaultTiming.visibilitySeconds,
    maxReceiveCount: defaultTiming.maxReceiveCount,
    producers: { [apiKeyId]: { name: "bench", reader: false } },
  });
  return {
    calls: await countAwsCalls(twin.endpoint, stack),
    put: (key, body) => putObject(twin.endpoint, key, body),
  };
}

async function putObject(endpoint: string, key: string, body: string): Promise<void> {
  const client = s3Client(endpoint);
  await client.send(new PutObjectCommand({ Bucket: names.bucket, Key: key, Body: body }));
  client.destroy();
}
