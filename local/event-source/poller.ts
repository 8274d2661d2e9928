import { setTimeout as sleep } from "node:timers/promises";
import { type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../runtime/contract/limits.ts";
import type { Invocable } from "../lambda/function.ts";
import { failedMessages } from "./batch-failures.ts";
import { deleteMessages } from "./delete-messages.ts";
import { splitByBytes } from "./split-by-bytes.ts";
import { sqsRecord } from "./sqs-record.ts";

export interface EventSource {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly region: string;
  readonly target: Invocable;
  /** Most invocations at once, as the mapping's `maximumConcurrency`. */
  readonly maximumConcurrency: number;
  /** Called when the queue cannot be reached; polling goes on. */
  readonly onFault: (reason: string) => void;
}

const batchSize = 10;
const waitSeconds = 20;
const pauseAfterFaultMs = 500;

/**
 * Lambda's event source mapping for SQS: receives batches, invokes the function, deletes what
 * succeeded and leaves the rest to its visibility time.
 */
export class Poller {
  readonly #source: EventSource;
  readonly #stopping = new AbortController();
  readonly #loops: readonly Promise<void>[];

  constructor(source: EventSource) {
    this.#source = source;
    this.#loops = Array.from({ length: source.maximumConcurrency }, () => this.#loop());
  }

  /** Stops receiving and resolves when the batches in hand are done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#handle(await this.#receive(signal));
      } catch (error) {
        if (signal.aborted) return;
        this.#source.onFault(error instanceof Error ? error.message : String(error));
        await sleep(pauseAfterFaultMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #receive(abortSignal: AbortSignal): Promise<readonly Message[]> {
    const { client, queueUrl } = this.#source;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: waitSeconds,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
      { abortSignal },
    );
    return Messages;
  }

  async #handle(messages: readonly Message[]): Promise<void> {
    const { queueArn, region } = this.#source;
    const records = messages.map((message) => JSON.stringify(sqsRecord(message, queueArn, region)));
    const sized = messages.map((message, index) => {
      const json = records[index] ?? "";
      return { item: { message, json }, bytes: Buffer.byteLength(json) };
    });
    for (const batch of splitByBytes(sized, limits.lambdaPayloadBytes)) {
      await this.#invoke(
        batch.map(({ message }) => message),
        `{"Records":[${batch.map(({ json }) => json).join(",")}]}`,
      );
    }
  }

  async #invoke(messages: readonly Message[], event: string): Promise<void> {
    const result = await this.#source.target.invoke(event);
    if (!result.ok) return;
    const failed = failedMessages(
      result.payload,
      messages.map(({ MessageId = "" }) => MessageId),
    );
    const done = messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
    await deleteMessages(this.#source.client, this.#source.queueUrl, done);
  }
}
