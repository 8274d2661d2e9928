import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { limits } from "../../runtime/contract/limits.ts";

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

/**
 * Also sweeps what nothing names: ingest puts a payload before its message, so a send that fails
 * leaves an object behind. A retry of the same event writes the same key, and its days begin anew.
 */
const lifecycle = [
  {
    id: "forget-payloads",
    status: "Enabled",
    filter: { prefix: limits.payloadPrefix },
    expiration: { days: limits.payloadDays },
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
  return pulumi.interpolate`${bucket.arn}/${limits.payloadPrefix}*`;
}
