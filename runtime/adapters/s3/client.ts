import type { S3Client } from "@aws-sdk/client-s3";
import { clientDefaults } from "../aws-client.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** The S3 client and its commands, loaded when the first object is needed: most invocations never touch S3. */
export type S3 = () => Promise<{ readonly sdk: Sdk; readonly client: S3Client }>;

export function lazyS3(): S3 {
  let loaded: ReturnType<S3> | undefined;
  return () => {
    loaded ??= import("@aws-sdk/client-s3").then((sdk) => ({
      sdk,
      client: new sdk.S3Client(clientDefaults),
    }));
    return loaded;
  };
}

/** The text of an object; undefined when there is no such object. */
export async function readObject(s3: S3, bucket: string, key: string): Promise<string | undefined> {
  const { sdk, client } = await s3();
  try {
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString("utf-8");
  } catch (error) {
    if (error instanceof sdk.NoSuchKey) return undefined;
    throw error;
  }
}
