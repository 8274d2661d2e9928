import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { region } from "./names.ts";

/** The twin checks no credentials, but every SDK insists on having some. */
const credentials = { accessKeyId: "fluxa", secretAccessKey: "local-secret-access-key" } as const;

/** What a client of the twin needs to know. */
const configuration = (endpoint: string) => ({ endpoint, region, credentials });

export const sqsClient = (endpoint: string) => new SQSClient(configuration(endpoint));
export const snsClient = (endpoint: string) => new SNSClient(configuration(endpoint));
export const s3Client = (endpoint: string) =>
  new S3Client({ ...configuration(endpoint), forcePathStyle: true });

/**
 * The same for a function, through the variables that every SDK reads by itself, so that a bundle
 * holds nothing that is for one machine only.
 */
export function awsEnvironment(endpoint: string): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_SNS: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    // Otherwise the SDK looks for the profile of the person who runs this.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
