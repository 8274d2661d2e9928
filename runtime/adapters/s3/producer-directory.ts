import * as v from "valibot";
import { type Producer, ProducerDirectory } from "../../contract/producer.ts";
import type { ProducerLookup } from "../../ports/producer-lookup.ts";
import type { Clock } from "../../ports/time.ts";
import { untilAborted } from "../until-aborted.ts";
import { readObject, type S3 } from "./client.ts";

/** How old the directory may be when it knows a key, and when it does not; milliseconds. */
const freshFor = { known: 300_000, unknown: 10_000 };

/** After a renewal that failed, a directory that is in use is left alone for so many milliseconds. */
const restMs = 10_000;

/** A request that a directory in use can serve waits at most so many milliseconds for a newer one. */
const patienceMs = 2_000;

/**
 * The directory of producers, read when the function starts and again when it has become old, so
 * that a new key works without a deployment. A directory that cannot be renewed stays in use.
 */
export function producerDirectory(s3: S3, bucket: string, key: string, now: Clock): ProducerLookup {
  let held: { readonly directory: ProducerDirectory; readonly since: number } | undefined;
  let renewal: Promise<ProducerDirectory> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  const renew = () => {
    renewal ??= readDirectory(s3, bucket, key)
      .then((directory) => {
        held = { directory, since: now() };
        return directory;
      })
      .catch((error: unknown) => {
        failedAt = now();
        throw error;
      })
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  /** One that is known stays known when S3 does not answer; of an unknown one nobody can say so. */
  const renewed = async (apiKeyId: string, producer: Producer | undefined, deadline: AbortSignal) => {
    if (producer === undefined) return entry(await untilAborted(deadline, renew()), apiKeyId);
    if (now() - failedAt < restMs) return producer;
    const patience = AbortSignal.any([deadline, AbortSignal.timeout(patienceMs)]);
    const directory = await untilAborted(patience, renew()).catch(() => {
      failedAt = now();
      return undefined;
    });
    return directory === undefined ? producer : entry(directory, apiKeyId);
  };

  return {
    async find(apiKeyId, deadline) {
      if (held === undefined) return entry(await untilAborted(deadline, renew()), apiKeyId);
      const { directory, since } = held;
      const producer = entry(directory, apiKeyId);
      const age = now() - since;
      if (age <= (producer === undefined ? freshFor.unknown : freshFor.known)) return producer;
      return renewed(apiKeyId, producer, deadline);
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
