import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundle, moduleOptions } from "../../../runtime/bundle.ts";
import { eagerFiles } from "./eager-files.ts";

/** Code as it would lie in a function's folder. */
export interface Code {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Modules that the start loads. */
  readonly eager: ReadonlyMap<string, Uint8Array>;
}

const projectFolder = fileURLToPath(new URL("../../../", import.meta.url));

const sqs = `import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
export const sqs = [new SQSClient({}), SendMessageCommand, SendMessageBatchCommand];`;
const others = `import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
export const others = [new S3Client({}), GetObjectCommand, PutObjectCommand, new SNSClient({}), PublishBatchCommand];`;
const slonik = `import { createPgDriverFactory } from "@slonik/pg-driver";
import { createPool, sql } from "slonik";
export const database = [createPgDriverFactory(), createPool, sql];`;
const powertools = `import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { BasePersistenceLayer } from "@aws-lambda-powertools/idempotency/persistence";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { Pool } from "pg";
const processor = new BatchProcessor(EventType.SQS);
export const used = [IdempotencyConfig, makeIdempotent, BasePersistenceLayer, new SNSClient({}), PublishCommand, Pool];
export const handler = (event, context) => processPartialResponse(event, async () => {}, processor, { context });`;

const beside = {
  node: "export {};",
  sqsClient: sqs,
  clients: `${sqs}\n${others}`,
  clientsAndSlonik: `${sqs}\n${others}\n${slonik}`,
  powertools,
};

const own = ["ingest", "process", "query", "relay", "upkeep", "operate", "migrate"] as const;

/** Everything whose start is measured: Fluxa's functions, and what they stand beside. */
export const contenders = [...own, "node", "sqsClient", "clients", "clientsAndSlonik", "powertools"] as const;

export type Contender = (typeof contenders)[number];

export async function codeOf(contender: Contender): Promise<Code> {
  if (isOwn(contender)) {
    const made = await bundle(contender);
    return { files: made.files, eager: eagerFiles(made) };
  }
  const contents = await bundleAlone(beside[contender]);
  const files = new Map([["index.mjs", contents]]);
  return { files, eager: files };
}

function isOwn(contender: Contender): contender is (typeof own)[number] {
  return !(contender in beside);
}

/** As `esbuild --bundle --minify` makes it, as small as it gets. */
async function bundleAlone(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    stdin: { contents, resolveDir: projectFolder, loader: "ts" },
    ...moduleOptions,
    keepNames: false,
    sourcemap: false,
    write: false,
  });
  const [only] = outputFiles;
  if (only === undefined) throw new Error("Nothing was bundled.");
  return only.contents;
}
