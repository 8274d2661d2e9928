import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { names, queueUrl } from "../../local/aws/names.ts";
import { startTwin, type Twin } from "../../local/aws/twin.ts";
import { dataPaths } from "../../local/data-directory/paths.ts";
import { parseRules } from "../../local/faults/rule.ts";
import type { StrikeReport } from "../../local/faults/strike-report.ts";
import { TwinLink } from "../../local/faults/twin-link.ts";
import { temporaryFolder } from "./local/folder.ts";

/** Whom the twin takes for a sandbox. */
export const sandbox = "process-1";
export const eventId = "0edb4294-1fda-8109-9e43-54b74bbaae72";
/** What the object holds that lies in the bucket from the start. */
export const contents = JSON.stringify({ amount: 1999 });
const objectKey = `events/local-dev/${eventId}/payload`;

/** The services as somebody calls them, once and without patience. */
export class Caller {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  readonly #queueUrl: string;

  constructor(endpoint: string, accessKeyId: string) {
    const settings = {
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey: "x" },
      maxAttempts: 1,
      requestHandler: { requestTimeout: 1_500, throwOnRequestTimeout: true },
    };
    this.sqs = new SQSClient(settings);
    this.sns = new SNSClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.#queueUrl = queueUrl(endpoint, names.queue);
  }

  /** Sends an event to the queue. */
  send() {
    return this.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify({ eventId }),
        MessageAttributes: { correlation_id: { DataType: "String", StringValue: "c-1" } },
      }),
    );
  }

  put() {
    return this.s3.send(
      new PutObjectCommand({
        Bucket: names.bucket,
        Key: objectKey,
        Body: contents,
        ChecksumSHA256: createHash("sha256").update(contents).digest("base64"),
      }),
    );
  }

  async get(Key = objectKey): Promise<string | undefined> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: names.bucket, Key }));
    return Body?.transformToString();
  }
}

/** The twin of AWS with faults to be ordered, and two who call it: a sandbox, and anybody else. */
export class StruckTwin {
  readonly own: Caller;
  readonly other: Caller;
  readonly queueUrl: string;
  readonly deadUrl: string;
  readonly #twin: Twin;
  readonly #heard: Heard;

  private constructor(twin: Twin, heard: Heard) {
    this.#twin = twin;
    this.#heard = heard;
    this.own = new Caller(twin.endpoint, sandbox);
    this.other = new Caller(twin.endpoint, "anybody");
    this.queueUrl = queueUrl(twin.endpoint, names.queue);
    this.deadUrl = queueUrl(twin.endpoint, names.deadLetterQueue);
  }

  static async start(): Promise<StruckTwin> {
    const paths = dataPaths(await temporaryFolder());
    await mkdir(paths.logs, { recursive: true });
    const heard = new Heard();
    const struck = new StruckTwin(
      await startTwin(paths, { seed: 1, hear: (notice) => heard.link.hear(notice) }),
      heard,
    );
    const { sqs, sns, s3 } = struck.other;
    await sqs.send(new CreateQueueCommand({ QueueName: names.queue }));
    await sqs.send(new CreateQueueCommand({ QueueName: names.deadLetterQueue }));
    await sns.send(new CreateTopicCommand({ Name: names.topic }));
    await s3.send(new CreateBucketCommand({ Bucket: names.bucket }));
    await struck.other.put();
    return struck;
  }

  get crashed(): readonly string[] {
    return this.#heard.crashed;
  }

  get strikes(): readonly StrikeReport[] {
    return this.#heard.strikes;
  }

  /** Replaces the rules. */
  async rules(...texts: readonly string[]): Promise<void> {
    parseRules(texts);
    await this.#heard.link.ask(this.#twin.order, { kind: "rules", rules: [...texts] });
  }

  /** Waits until all strikes so far are known. */
  async struck(): Promise<readonly string[]> {
    await this.#heard.link.ask(this.#twin.order, { kind: "sync" });
    return this.strikes.map(({ rule }) => rule);
  }

  /** Messages that wait in the queue. */
  async queued(): Promise<number> {
    const { Attributes = {} } = await this.other.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.queueUrl, AttributeNames: ["All"] }),
    );
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  /** Kills the connections of the sandbox, as a freeze does. */
  silence(): void {
    this.#twin.order({ kind: "silence", sandbox });
  }

  /** No rules, no messages, and nothing heard. */
  async reset(): Promise<void> {
    await this.rules();
    await this.other.sqs.send(new PurgeQueueCommand({ QueueUrl: this.queueUrl }));
    this.#heard.forget();
  }

  async stop(): Promise<void> {
    await this.#twin.stop();
  }
}

/** What the twin says of its faults. */
class Heard {
  readonly strikes: StrikeReport[] = [];
  readonly crashed: string[] = [];
  readonly link = new TwinLink({
    strike: (report) => this.strikes.push(report),
    crash: (name) => this.crashed.push(name),
  });

  forget(): void {
    this.strikes.length = 0;
    this.crashed.length = 0;
  }
}
