import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { sqsClient } from "./aws/clients.ts";
import { type Instance, readInstance } from "./data-directory/instance-file.ts";
import { dataPaths } from "./data-directory/paths.ts";
import { isAlive } from "./postgres/process-table.ts";

const usage = `Prints the notifications that Fluxa published on this machine, one JSON line each, as they come.

Usage: npm run --silent notifications -- [options]

  --keep              leave them in the queue
  --data-dir <path>   of the running instance (FLUXA_DATA_DIR, default .fluxa)
  --help              print this

Ctrl-C ends it.
`;

/** Kept messages come back after this; seconds. */
const keptVisibility = 10;

process.stdout.on("error", () => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readArguments();
  if (typeof options === "string") return complain(`${options}\n\n${usage}`, 2);
  if (options.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const projectFolder = fileURLToPath(new URL("..", import.meta.url));
  const dataDir = resolve(
    options["data-dir"] ?? process.env["FLUXA_DATA_DIR"] ?? resolve(projectFolder, ".fluxa"),
  );
  const instance = await readInstance(dataPaths(dataDir).instance);
  if (instance === undefined || !isAlive(instance.pid)) {
    return complain(
      `Fluxa does not run with the data directory ${dataDir}, so there is nothing to read.\nStart it with npm start, or name the directory of the one that runs with --data-dir.\n`,
      1,
    );
  }
  await follow(sqsClient(instance.awsEndpoint), instance, options.keep === true);
  return complain("Fluxa has stopped; there is nothing more to read.\n", 0);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        keep: { type: "boolean" },
        "data-dir": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Reads until the instance has gone. */
async function follow(client: SQSClient, instance: Instance, keep: boolean): Promise<void> {
  const printed = new Set<string>();
  while (isAlive(instance.pid)) {
    try {
      const messages = await receive(client, instance, keep);
      const fresh = messages.filter(({ MessageId = "" }) => !printed.has(MessageId));
      for (const { Body = "" } of fresh) process.stdout.write(`${Body.replaceAll(/[\r\n]+/g, " ")}\n`);
      if (!keep) await remove(client, instance, messages);
      else for (const { MessageId = "" } of fresh) printed.add(MessageId);
    } catch {
      await sleep(500);
    }
  }
}

async function receive(client: SQSClient, instance: Instance, keep: boolean): Promise<readonly Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: instance.notificationQueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 5,
      ...(keep && { VisibilityTimeout: keptVisibility }),
    }),
  );
  return Messages;
}

async function remove(client: SQSClient, instance: Instance, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: instance.notificationQueueUrl,
      Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
}

function complain(text: string, code: number): number {
  process.stderr.write(text);
  return code;
}
