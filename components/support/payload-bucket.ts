import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { queueRetentionSeconds } from "../rules/outage-budget.ts";

/** Keys of large payloads begin with it; the rest of the bucket is configuration. */
const payloadPrefix = "payloads/";

/** The time in the queue, in the dead-letter queue and one more redrive, and a margin. */
const payloadDays = Math.ceil((3 * queueRetentionSeconds) / (24 * 60 * 60)) + 3;

/** A private bucket for payloads that are too large for a message, and for the directory of producers. */
export function createPayloadBucket(
  parent: pulumi.ComponentResource,
  prefix: string,
  protectData: boolean,
): aws.s3.Bucket {
  const full = `${prefix}-payloads`;
  const bucket = new aws.s3.Bucket(full, { forceDestroy: !protectData }, { parent, protect: protectData });
  new aws.s3.BucketPublicAccessBlock(
    `${full}-private`,
    {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${full}-encryption`,
    { bucket: bucket.id, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    { parent },
  );
  new aws.s3.BucketVersioning(
    `${full}-versions`,
    { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
    { parent },
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${full}-lifecycle`,
    { bucket: bucket.id, rules: lifecycle },
    { parent },
  );
  new aws.s3.BucketPolicy(`${full}-tls`, { bucket: bucket.id, policy: onlyOverTls(bucket.arn) }, { parent });
  return bucket;
}

const lifecycle = [
  {
    id: "forget-payloads",
    status: "Enabled",
    filter: { prefix: payloadPrefix },
    expiration: { days: payloadDays },
    noncurrentVersionExpiration: { noncurrentDays: 1 },
  },
  {
    id: "give-up-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  },
];

function onlyOverTls(bucketArn: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}

/** ARN of every payload in the bucket. */
export function payloadsOf(bucket: aws.s3.Bucket): pulumi.Output<string> {
  return pulumi.interpolate`${bucket.arn}/${payloadPrefix}*`;
}
