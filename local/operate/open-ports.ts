import { appendFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "../../runtime/adapters/identifiers.ts";
import { createReceiptStore } from "../../runtime/adapters/postgres/receipt-store.ts";
import { createRedriveStore } from "../../runtime/adapters/postgres/redrive-store.ts";
import { createReplayStore } from "../../runtime/adapters/postgres/replay-store.ts";
import { topic } from "../../runtime/adapters/sns/topic.ts";
import { letterQueue } from "../../runtime/adapters/sqs/letter-queue.ts";
import { moveTasks } from "../../runtime/adapters/sqs/move-tasks.ts";
import { targetQueue } from "../../runtime/adapters/sqs/target-queue.ts";
import { limits } from "../../runtime/contract/limits.ts";
import { lapseSeconds } from "../../runtime/operations/lapse.ts";
import type { OperatePorts } from "../../runtime/operations/operate.ts";
import type { Log, LogFields } from "../../runtime/ports/log.ts";
import { createDatabasePool } from "../../sql/pool.ts";
import { snsClient, sqsClient } from "../aws/clients.ts";
import type { Instance } from "../data-directory/instance-file.ts";
import { settingsFromUrl } from "../postgres/url.ts";

interface Opened extends AsyncDisposable {
  readonly ports: OperatePorts;
}

/**
 * The queues and the database of a running instance, as the operate function has them.
 * @param logFile gets what the function would log.
 */
export async function openPorts(instance: Instance, logFile: string): Promise<Opened> {
  // Every role has the password of the one that only reads.
  const database = { ...settingsFromUrl(instance.databaseUrl), user: "fluxa_operator" };
  const pool = await createDatabasePool({ ...database, poolSize: 4, statementTimeoutMs: 20_000 });
  const sqs = sqsClient(instance.awsEndpoint);
  const sns = snsClient(instance.awsEndpoint);
  const own = { deadLetterQueueUrl: instance.deadLetterQueueUrl, queueUrl: instance.queueUrl };
  await mkdir(dirname(logFile), { recursive: true });
  return {
    ports: {
      redrives: createRedriveStore(pool, { lapseSeconds }),
      replays: createReplayStore(pool, { lapseSeconds, inlineBytes: limits.notificationInlineBytes }),
      topic: topic(sns, instance.topicArn),
      // Without the payload, which is private.
      receipts: createReceiptStore(pool, { inlineBytes: 0 }),
      queuesOf: (queues) => ({
        source: letterQueue(sqs, (queues ?? own).deadLetterQueueUrl),
        target: targetQueue(sqs, (queues ?? own).queueUrl),
        follows: queues === undefined,
      }),
      movesOf: (queues) => moveTasks(sqs, queues ?? own),
      now: Date.now,
      pause: async (milliseconds) => void (await sleep(milliseconds)),
      newId,
      log: logTo(logFile),
    },
    async [Symbol.asyncDispose]() {
      sqs.destroy();
      sns.destroy();
      await pool.end();
    },
  };
}

function logTo(file: string): Log {
  const write = (level: string) => (message: string, fields: LogFields) =>
    appendFileSync(
      file,
      `${JSON.stringify({ time: new Date().toISOString(), level, function: "operate", message, ...fields })}\n`,
    );
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
