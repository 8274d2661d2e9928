import { PayloadMissing, type PayloadStore } from "../../ports/payload-store.ts";
import { callWithin } from "../call-within.ts";
import { untilAborted } from "../until-aborted.ts";
import { readObject, type S3 } from "./client.ts";

/** Payloads as objects; S3 checks each against its fingerprint while it is written. */
export function payloadStore(s3: S3, bucket: string): PayloadStore {
  return {
    async put(key, canonical, fingerprint, deadline) {
      const { sdk, client } = await s3();
      const command = new sdk.PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: canonical,
        ContentType: "application/json",
        ChecksumSHA256: Buffer.from(fingerprint, "hex").toString("base64"),
      });
      await untilAborted(deadline, client.send(command, { abortSignal: deadline }));
    },
    async get(key, withinMs) {
      const text = await callWithin(withinMs, (signal) => readObject(s3, bucket, key, signal));
      if (text === undefined) throw new PayloadMissing(`There is no payload in S3 at ${key}.`);
      return text;
    },
  };
}
