import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ProducerDirectory } from "../../runtime/contract/producer.ts";
import type { ProducerSettings } from "./configuration.ts";

/** The API key of one producer. */
export interface ProducerKey {
  readonly producer: ProducerSettings;
  readonly id: pulumi.Output<string>;
  /** Secret. */
  readonly value: pulumi.Output<string>;
}

/** A key and a usage plan for each producer; API Gateway makes the keys' values. */
export function createProducerKeys(
  parent: pulumi.ComponentResource,
  prefix: string,
  stage: aws.apigateway.Stage,
  producers: readonly ProducerSettings[],
): readonly ProducerKey[] {
  return producers.map((producer) => {
    const full = `${prefix}-${producer.name}`;
    const key = new aws.apigateway.ApiKey(
      `${full}-key`,
      { description: `Producer ${producer.name}` },
      { parent },
    );
    const plan = new aws.apigateway.UsagePlan(`${full}-plan`, planOf(producer, stage), { parent });
    new aws.apigateway.UsagePlanKey(
      `${full}-plan-key`,
      { keyId: key.id, keyType: "API_KEY", usagePlanId: plan.id },
      { parent },
    );
    return { producer, id: key.id, value: key.value };
  });
}

function planOf(
  { rate, burst, quota }: ProducerSettings,
  stage: aws.apigateway.Stage,
): aws.apigateway.UsagePlanArgs {
  return {
    apiStages: [{ apiId: stage.restApi, stage: stage.stageName }],
    throttleSettings: { rateLimit: rate, burstLimit: burst },
    ...(quota !== undefined && { quotaSettings: { limit: quota, period: "MONTH" } }),
  };
}

/** The document from which functions learn whose a key is, by the key's id (ADR 0002). */
export function publishDirectory(
  parent: pulumi.ComponentResource,
  prefix: string,
  bucket: aws.s3.Bucket,
  keys: readonly ProducerKey[],
): aws.s3.BucketObjectv2 {
  const directory = pulumi.all(keys.map(({ id }) => id)).apply((ids) => directoryOf(ids, keys));
  return new aws.s3.BucketObjectv2(
    `${prefix}-producers`,
    {
      bucket: bucket.bucket,
      key: producersKey,
      content: pulumi.jsonStringify(directory),
      contentType: "application/json",
    },
    { parent },
  );
}

export const producersKey = "configuration/producers.json";

function directoryOf(ids: readonly string[], keys: readonly ProducerKey[]): ProducerDirectory {
  return Object.fromEntries(
    keys.map(({ producer: { name, reader } }, index) => [ids[index] ?? "", { name, reader }]),
  );
}
