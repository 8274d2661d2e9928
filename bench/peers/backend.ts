import { mkdir } from "node:fs/promises";
import { names, queueUrl } from "../../local/aws/names.ts";
import { createResources } from "../../local/aws/resources.ts";
import { startTwin } from "../../local/aws/twin.ts";
import { type DataPaths, dataPaths } from "../../local/data-directory/paths.ts";
import { defaultTiming } from "../../local/functions/timing.ts";
import { startPostgres } from "../../local/postgres/embedded.ts";
import type { PeerInstance } from "./instance.ts";

/** What a peer stands on: the same PostgreSQL, queues and topic as Fluxa, and nothing else of it. */
export interface PeerBackend
  extends Pick<PeerInstance, "databaseUrl" | "awsEndpoint" | "notificationQueueUrl"> {
  readonly paths: DataPaths;
}

/** What was started is stopped with the stack. */
export async function startPeerBackend(folder: string, stack: AsyncDisposableStack): Promise<PeerBackend> {
  const paths = dataPaths(folder);
  await mkdir(paths.logs, { recursive: true });
  const postgres = await startPostgres({ dataDir: paths.postgres });
  stack.defer(() => postgres.stop());
  const twin = await startTwin(paths);
  stack.defer(() => twin.stop());
  const { visibilitySeconds, maxReceiveCount } = defaultTiming;
  await createResources(twin.endpoint, { visibilitySeconds, maxReceiveCount, producers: {} });
  return {
    paths,
    databaseUrl: postgres.superuserUrl,
    awsEndpoint: twin.endpoint,
    notificationQueueUrl: queueUrl(twin.endpoint, names.notificationQueue),
  };
}
