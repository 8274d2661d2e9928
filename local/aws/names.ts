/** Names and identifiers of the twin's resources; one account and region, as fauxqs has them. */
export const region = "us-east-1";
export const accountId = "000000000000";

export const names = {
  queue: "fluxa-events",
  deadLetterQueue: "fluxa-dead-letters",
  notificationQueue: "fluxa-notifications",
  topic: "fluxa-events",
  bucket: "fluxa-payloads",
  producersKey: "configuration/producers.json",
} as const;

export const topicArn = `arn:aws:sns:${region}:${accountId}:${names.topic}`;

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** The endpoint's port differs from run to run, so a URL is made, never kept. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${accountId}/${name}`;
}
