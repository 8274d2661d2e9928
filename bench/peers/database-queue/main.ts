// A queue in the database: one Node process takes events over HTTP, queues them in PostgreSQL, and
// its workers store and announce them. argv: a folder, and which library to use.
import { snsClient } from "../../../local/aws/clients.ts";
import { topicArn } from "../../../local/aws/names.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { openQueues } from "../queues.ts";
import { runPeer } from "../run-peer.ts";
import { graphileWorker } from "./graphile-worker.ts";
import { serve } from "./http-server.ts";
import { pgBoss } from "./pg-boss.ts";
import { storeAndAnnounce, table } from "./store-and-announce.ts";

const apiKey = "peer-key";
const [, library] = process.argv.slice(2);

await runPeer(async (folder, stack) => {
  const { awsEndpoint, notificationQueueUrl } = await openQueues(folder, stack);
  const postgres = await startPostgres({ dataDir: dataPaths(folder).postgres, fsync: true });
  stack.defer(() => postgres.stop());
  const databaseUrl = postgres.superuserUrl;
  const engine = await (library === "graphile-worker" ? graphileWorker : pgBoss)(databaseUrl);
  stack.defer(() => engine.stop());
  const { query } = engine;
  await query(table, []);
  const announcer = { sns: snsClient(awsEndpoint), topicArn };
  await engine.work((events) => storeAndAnnounce(events, query, announcer));
  const port = await serve({ apiKey, add: engine.add }, stack);
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    apiKey,
    databaseUrl,
    awsEndpoint,
    notificationQueueUrl,
    idColumn: "id",
  };
});
