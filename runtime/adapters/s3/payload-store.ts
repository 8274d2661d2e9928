import { PayloadMissing, type PayloadStore } from "../../ports.ts";
import { readObject, type S3 } from "./client.ts";

/** Payloads as objects; S3 checks each against its fingerprint while it is written. */
export function payloadStore(s3: S3, bucket: string): PayloadStore {
  return {
    async put(key, canonical, fingerprint) {
      const { sdk, client } = await s3();
      await client.send(
        new sdk.PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: canonical,
          ContentType: "application/json",
          ChecksumSHA256: Buffer.from(fingerprint, "hex").toString("base64"),
        }),
      );
    },
    async get(key) {
      const text = await readObject(s3, bucket, key);
      if (text === undefined) throw new PayloadMissing(`There is no payload in S3 at ${key}.`);
      return text;
    },
  };
}
