import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { sqsClient } from "../../../local/aws/clients.ts";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { openPorts } from "../../../local/operate/open-ports.ts";
import { operate } from "../../../runtime/operations/operate.ts";
import type { BenchDatabase } from "../../harness/database.ts";
import { openQueues } from "../../peers/queues.ts";
import { instanceOf } from "./instance.ts";
import { buryLetters, takeLetters } from "./letters.ts";

/** The most that a redrive may be asked for. */
const fastest = 1_000;

interface Wanted {
  readonly folder: string;
  readonly database: BenchDatabase;
  readonly letters: number;
  readonly signal: AbortSignal;
}

/**
 * Sends dead events back as `npm run dead-events -- redrive` does, with SQS in a process of its own and
 * nobody who works what comes back. @returns Events a second.
 * @throws Error when one is lost, doubled or changed.
 */
export async function redriveRate({ folder, database, letters, signal }: Wanted): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const paths = dataPaths(folder);
  const { awsEndpoint, notificationQueueUrl } = await openQueues(folder, stack);
  const sqs = sqsClient(awsEndpoint);
  stack.defer(() => sqs.destroy());
  const instance = instanceOf(database, awsEndpoint, notificationQueueUrl);
  const { deadLetterQueueUrl, queueUrl } = instance;
  const queues = { deadLetterQueueUrl, queueUrl };
  const buried = await buryLetters(sqs, queues.deadLetterQueueUrl, letters);

  const opened = stack.use(await openPorts(instance, join(paths.logs, "operate.log")));
  const command = {
    command: "deadEvents.redrive",
    actor: "benchmark",
    // Named like a subscriber's, so that it does not wait for the fates of what it sent.
    queues,
    filter: {},
    seconds: 600,
    all: true,
    dryRun: false,
    rate: fastest,
    canary: 0,
    failureRatio: 1,
    patienceSeconds: 60,
  } as const;
  const start = performance.now();
  await operate(command, opened.ports, randomUUID(), { signal });
  const seconds = (performance.now() - start) / 1_000;
  signal.throwIfAborted();
  await verify(
    buried,
    await takeLetters(sqs, queues.queueUrl),
    await takeLetters(sqs, queues.deadLetterQueueUrl),
  );
  return letters / seconds;
}

/** Every letter is back once with the same body, and none is left behind. */
async function verify(
  buried: readonly string[],
  back: readonly string[],
  left: readonly string[],
): Promise<void> {
  if (left.length > 0) throw new Error(`${left.length} dead events were left behind by the redrive.`);
  const [sent, received] = [buried.toSorted(), back.toSorted()];
  const wrong = sent.findIndex((body, index) => received[index] !== body);
  if (wrong !== -1 || received.length !== sent.length) {
    throw new Error(
      `${sent.length} dead events were sent back and ${received.length} came, not all the same.`,
    );
  }
}
