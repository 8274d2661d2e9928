import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { awsEnvironment } from "../../../local/aws/clients.ts";
import { names, queueUrl, topicArn } from "../../../local/aws/names.ts";
import { startAwsEnd } from "../../harness/aws-end/aws-end.ts";
import type { BenchDatabase } from "../../harness/database.ts";
import { writeDeployed } from "../../harness/write-handler.ts";
import type { Setting } from "../../measure.ts";

const Look = v.strictObject({ batches: v.number(), rss: v.number(), heapUsed: v.number() });

/** Memory of the processor while batches go through it. */
export interface Memory {
  /** Batches at the end. */
  readonly batches: number;
  /** Bytes after each part of the batches, garbage collected before. */
  readonly looks: readonly v.InferOutput<typeof Look>[];
}

/** @throws Error when a batch is not handled as a whole. */
export async function memoryOf(
  database: BenchDatabase,
  batches: number,
  { signal, say }: Pick<Setting, "signal" | "say">,
): Promise<Memory> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "fluxa-memory-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const aws = await startAwsEnd();
  stack.defer(() => aws.stop());
  await writeDeployed("process", folder);
  const program = fileURLToPath(new URL("memory-process.ts", import.meta.url));
  const child = fork(program, [join(folder, "index.mjs"), String(batches)], {
    execArgv: ["--expose-gc"],
    env: { ...environment(database, aws.endpoint), PATH: process.env["PATH"] },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    signal,
  });
  const looks: v.InferOutput<typeof Look>[] = [];
  child.on("message", (message) => {
    const look = v.parse(Look, message);
    looks.push(look);
    say(`after ${look.batches} of ${batches} batches`);
  });
  const [code] = await once(child, "exit");
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`The processor ended with exit code ${code} after ${looks.length} looks.`);
  return { batches: looks.at(-1)?.batches ?? 0, looks };
}

function environment({ access }: BenchDatabase, endpoint: string) {
  return {
    ...awsEnvironment(endpoint),
    DATABASE_HOST: access.host,
    DATABASE_PORT: String(access.port),
    DATABASE_NAME: access.name,
    DATABASE_USER: "fluxa_processor",
    DATABASE_PASSWORD: access.password,
    DATABASE_TLS: "off",
    STATEMENT_TIMEOUT_MS: "7000",
    TOPIC_ARN: topicArn,
    OUTBOX_LEASE_SECONDS: "60",
    PAYLOAD_BUCKET: names.bucket,
    QUEUE_URL: queueUrl(endpoint, names.queue),
    DEAD_LETTER_QUEUE_URL: queueUrl(endpoint, names.deadLetterQueue),
  };
}
