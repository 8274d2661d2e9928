import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { limits } from "../../runtime/contract/limits.ts";
import type { Invocable } from "../lambda/function.ts";
import { failedMessages } from "./batch-failures.ts";
import { deleteMessages } from "./delete-messages.ts";
import { splitByBytes } from "./split-by-bytes.ts";
import { sqsRecord } from "./sqs-record.ts";

export type Messages = readonly Message[];

/** What can be done with messages that were received. */
export interface Delivery {
  /** Invokes the function and deletes what it handled. */
  deliver(messages: Messages): Promise<void>;
  /** Invokes the function alone. */
  invoke(messages: Messages): Promise<void>;
  setVisibility(messages: Messages, seconds: number): Promise<void>;
}

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
  /** Does something else with a batch than to deliver it; only when faults are on. */
  readonly disturb?: (messages: Messages, delivery: Delivery) => Promise<void>;
}

/** Messages and the event that brings them to the function. */
interface Part {
  readonly messages: Messages;
  readonly event: string;
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

  async #receive(abortSignal: AbortSignal): Promise<Messages> {
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

  async #handle(messages: Messages): Promise<void> {
    const { disturb } = this.#source;
    if (disturb === undefined || messages.length === 0) return this.#deliver(messages);
    await disturb(messages, {
      deliver: (some) => this.#deliver(some),
      invoke: async (some) => {
        for (const part of this.#parts(some)) await this.#invoke(part);
      },
      setVisibility: (some, seconds) => this.#setVisibility(some, seconds),
    });
  }

  async #deliver(messages: Messages): Promise<void> {
    const { client, queueUrl } = this.#source;
    for (const part of this.#parts(messages)) {
      await deleteMessages(client, queueUrl, await this.#invoke(part));
    }
  }

  async #setVisibility(messages: Messages, seconds: number): Promise<void> {
    const { client, queueUrl } = this.#source;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: seconds,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }

  /** As many invocations as Lambda's payload limit asks for; nearly always one. */
  #parts(messages: Messages): readonly Part[] {
    const { queueArn, region } = this.#source;
    const records = messages.map((message) => JSON.stringify(sqsRecord(message, queueArn, region)));
    const sized = messages.map((message, index) => {
      const json = records[index] ?? "";
      return { item: { message, json }, bytes: Buffer.byteLength(json) };
    });
    return splitByBytes(sized, limits.lambdaPayloadBytes).map((batch) => ({
      messages: batch.map(({ message }) => message),
      event: `{"Records":[${batch.map(({ json }) => json).join(",")}]}`,
    }));
  }

  /** @returns What was handled. */
  async #invoke({ messages, event }: Part): Promise<Messages> {
    const result = await this.#source.target.invoke(event);
    if (!result.ok) return [];
    const failed = failedMessages(
      result.payload,
      messages.map(({ MessageId = "" }) => MessageId),
    );
    return messages.filter(({ MessageId = "" }) => !failed.has(MessageId));
  }
}
