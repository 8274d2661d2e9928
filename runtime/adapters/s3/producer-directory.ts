import * as v from "valibot";
import { ProducerDirectory } from "../../contract/producer.ts";
import type { Clock, ProducerLookup } from "../../ports.ts";
import { readObject, type S3 } from "./client.ts";

/** How old the directory may be when it knows a key, and when it does not; milliseconds. */
const freshFor = { known: 300_000, unknown: 10_000 };

/**
 * The directory of producers, read when the function starts and again when it has become old, so
 * that a new key works without a deployment. A directory that cannot be renewed stays in use.
 */
export function producerDirectory(s3: S3, bucket: string, key: string, now: Clock): ProducerLookup {
  let held: { readonly directory: ProducerDirectory; readonly since: number } | undefined;
  let renewal: Promise<ProducerDirectory> | undefined;

  const renew = () => {
    renewal ??= readDirectory(s3, bucket, key)
      .then((directory) => {
        held = { directory, since: now() };
        return directory;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  return {
    async find(apiKeyId) {
      if (held === undefined) return entry(await renew(), apiKeyId);
      const { directory, since } = held;
      const producer = entry(directory, apiKeyId);
      const age = now() - since;
      if (age <= (producer === undefined ? freshFor.unknown : freshFor.known)) return producer;
      return entry(await renew().catch(() => directory), apiKeyId);
    },
  };
}

function entry(directory: ProducerDirectory, apiKeyId: string) {
  return Object.hasOwn(directory, apiKeyId) ? directory[apiKeyId] : undefined;
}

async function readDirectory(s3: S3, bucket: string, key: string): Promise<ProducerDirectory> {
  const text = await readObject(s3, bucket, key);
  if (text === undefined)
    throw new Error(`There is no directory of producers at s3://${bucket}/${key}; deploy the stack again.`);
  return v.parse(ProducerDirectory, JSON.parse(text));
}
