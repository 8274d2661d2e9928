import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { clientDefaults } from "../aws-client.ts";

type Sdk = typeof import("./sdk.ts");

/** The S3 client and its commands, loaded when the first object is needed: most invocations never touch S3. */
export type S3 = () => Promise<{ readonly sdk: Sdk; readonly client: S3Client }>;

export function lazyS3(): S3 {
  let loaded: ReturnType<S3> | undefined;
  return () => {
    loaded ??= import("./sdk.ts").then((sdk) => ({
      sdk,
      client: new sdk.S3Client(clientDefaults),
    }));
    return loaded;
  };
}

/** The text of an object; undefined when there is no such object. */
export async function readObject(
  s3: S3,
  bucket: string,
  key: string,
  abortSignal?: AbortSignal,
): Promise<string | undefined> {
  const { sdk, client } = await s3();
  try {
    const command = new sdk.GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body } = await client.send(command, abortSignal && { abortSignal });
    // The SDK forgets the signal once the headers are there, and a body can stop in its middle.
    abortSignal?.addEventListener("abort", () => (Body as Readable | undefined)?.destroy());
    return await Body?.transformToString("utf-8");
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return undefined;
    throw error;
  }
}
