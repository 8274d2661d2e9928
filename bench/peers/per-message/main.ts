// The per-message design from HTTP to notified, on the gateway, sandboxes and poller of Fluxa's local
// mode, so that nothing but the design differs. argv: a folder.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { awsEnvironment, sqsClient } from "../../../local/aws/clients.ts";
import { names, queueArn, queueUrl, region, topicArn } from "../../../local/aws/names.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { Poller } from "../../../local/event-source/poller.ts";
import { defaultTiming } from "../../../local/functions/timing.ts";
import { Gateway } from "../../../local/gateway/gateway.ts";
import { restApi } from "../../../local/gateway/rest-api.ts";
import { FunctionPool } from "../../../local/lambda/function-pool.ts";
import { urlFromSettings } from "../../../local/postgres/url.ts";
import { FunctionLogs } from "../../../local/terminal/function-logs.ts";
import { type BenchDatabase, openDatabase } from "../../harness/database.ts";
import { writePeer } from "../../harness/write-handler.ts";
import { openQueues } from "../queues.ts";
import { runPeer } from "../run-peer.ts";

const apiKey = "peer-key";

await runPeer(async (folder, stack) => {
  const { awsEndpoint, notificationQueueUrl } = await openQueues(folder, stack);
  const database = await openDatabase(folder, stack);
  await createTables(database);
  const functions = await openFunctions(folder, awsEndpoint, database, stack);
  listenToQueue(awsEndpoint, functions.process, stack);
  const gateway = await Gateway.listen(0);
  stack.defer(() => gateway.close());
  gateway.serve(restApi(apiKey, functions));
  return {
    apiUrl: gateway.url,
    apiKey,
    awsEndpoint,
    notificationQueueUrl,
    databaseUrl: urlFromSettings({ ...database.access, user: "fluxa_query" }),
    idColumn: "source_id",
  };
});

async function createTables({ access }: BenchDatabase): Promise<void> {
  const client = new pg.Client({ connectionString: urlFromSettings(access) });
  await client.connect();
  await client.query(await readFile(new URL("schema.sql", import.meta.url), "utf8"));
  await client.end();
}

/** Both as Fluxa's are configured. */
async function openFunctions(
  folder: string,
  awsEndpoint: string,
  { access }: BenchDatabase,
  stack: AsyncDisposableStack,
) {
  const paths = dataPaths(folder);
  const logs = await FunctionLogs.open(paths.logs, ["ingest", "process"]);
  stack.defer(() => logs.close());
  const observer = {
    line: (name: string, line: string) => logs.write(name, line),
    failed: (name: string, failure: object) => logs.write(name, JSON.stringify(failure)),
  };
  const environment = {
    ...awsEnvironment(awsEndpoint),
    QUEUE_URL: queueUrl(awsEndpoint, names.queue),
    TOPIC_ARN: topicArn,
    PAYLOAD_BUCKET: names.bucket,
    DATABASE_HOST: access.host,
    DATABASE_PORT: String(access.port),
    DATABASE_NAME: access.name,
    DATABASE_USER: "fluxa_processor",
    DATABASE_PASSWORD: access.password,
  };
  const open = async (name: string, source: string, seconds: number, concurrency: number) => {
    const own = join(paths.functions, name);
    await writePeer(new URL(source, import.meta.url), own);
    const configuration = {
      name,
      folder: own,
      environment,
      timeoutMs: seconds * 1_000,
      memoryMb: 512,
      concurrency,
    };
    const pool = new FunctionPool(configuration, observer);
    stack.defer(() => pool.stop());
    return pool;
  };
  const { processTimeoutSeconds, processConcurrency } = defaultTiming;
  return {
    ingest: await open("ingest", "ingest.ts", 25, 6),
    process: await open("process", "handler.ts", processTimeoutSeconds, processConcurrency),
  };
}

function listenToQueue(awsEndpoint: string, target: FunctionPool, stack: AsyncDisposableStack): void {
  const client = sqsClient(awsEndpoint);
  const poller = new Poller({
    client,
    queueUrl: queueUrl(awsEndpoint, names.queue),
    queueArn: queueArn(names.queue),
    region,
    target,
    maximumConcurrency: defaultTiming.processConcurrency,
    onFault: (reason) => process.stderr.write(`${reason}\n`),
  });
  stack.defer(async () => {
    await poller.stop();
    client.destroy();
  });
}
