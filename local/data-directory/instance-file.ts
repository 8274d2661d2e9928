import { readFile, rename, rm, writeFile } from "node:fs/promises";
import * as v from "valibot";

/** How to reach a running instance: what the terminal tools need to know of it. */
export const Instance = v.strictObject({
  pid: v.number(),
  apiUrl: v.string(),
  /** Endpoint of SQS, SNS and S3. */
  awsEndpoint: v.string(),
  region: v.string(),
  notificationQueueUrl: v.string(),
  topicArn: v.string(),
  queueUrl: v.string(),
  deadLetterQueueUrl: v.string(),
  payloadBucket: v.string(),
  /** For a person or a test that looks into the database: a role that only reads. */
  databaseUrl: v.string(),
});

export type Instance = v.InferOutput<typeof Instance>;

/** Readers never see half a file. */
export async function writeInstance(path: string, instance: Instance): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** @returns undefined when there is none, or none that can be read. */
export async function readInstance(path: string): Promise<Instance | undefined> {
  try {
    return v.parse(Instance, JSON.parse(await readFile(path, "utf8")));
  } catch {
    return undefined;
  }
}

export async function removeInstance(path: string): Promise<void> {
  await rm(path, { force: true });
}
