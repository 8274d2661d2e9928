import { names, queueUrl, region, topicArn } from "../../../local/aws/names.ts";
import type { Instance } from "../../../local/data-directory/instance-file.ts";
import { urlFromSettings } from "../../../local/postgres/url.ts";
import type { BenchDatabase } from "../../harness/database.ts";

/** What an operator's command knows of a running instance, here without an API. */
export function instanceOf(
  database: BenchDatabase,
  awsEndpoint: string,
  notificationQueueUrl = "",
): Instance {
  return {
    pid: process.pid,
    apiUrl: "",
    awsEndpoint,
    region,
    topicArn,
    notificationQueueUrl,
    queueUrl: queueUrl(awsEndpoint, names.queue),
    deadLetterQueueUrl: queueUrl(awsEndpoint, names.deadLetterQueue),
    payloadBucket: names.bucket,
    databaseUrl: urlFromSettings({ ...database.access, user: "fluxa_query" }),
  };
}
