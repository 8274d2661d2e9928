/** Where the system under test can be looked at. */
export interface Addresses {
  /** Endpoint of SQS and SNS. */
  readonly awsEndpoint: string;
  readonly region: string;
  readonly topicArn: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** As a role that only reads. */
  readonly databaseUrl: string;
}

/** The twin knows its functions by their keys; the oracle has one of its own, so no fault strikes it. */
export const credentials = { accessKeyId: "oracle", secretAccessKey: "oracle" };
