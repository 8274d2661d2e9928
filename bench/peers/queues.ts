import { mkdir } from "node:fs/promises";
import { names, queueUrl } from "../../local/aws/names.ts";
import { createResources } from "../../local/aws/resources.ts";
import { startTwin } from "../../local/aws/twin.ts";
import { dataPaths } from "../../local/data-directory/paths.ts";
import { defaultTiming } from "../../local/functions/timing.ts";
import type { PeerInstance } from "./instance.ts";

/**
 * Starts the same SQS, SNS and S3 as Fluxa's for a peer, with the queues and the topic that Fluxa has;
 * they end with the stack.
 */
export async function openQueues(
  folder: string,
  stack: AsyncDisposableStack,
): Promise<Pick<PeerInstance, "awsEndpoint" | "notificationQueueUrl">> {
  const paths = dataPaths(folder);
  await mkdir(paths.logs, { recursive: true });
  const twin = await startTwin(paths);
  stack.defer(() => twin.stop());
  const { visibilitySeconds, maxReceiveCount } = defaultTiming;
  await createResources(twin.endpoint, { visibilitySeconds, maxReceiveCount, producers: {} });
  return {
    awsEndpoint: twin.endpoint,
    notificationQueueUrl: queueUrl(twin.endpoint, names.notificationQueue),
  };
}
