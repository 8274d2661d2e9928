import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { sqsClient } from "../../../../local/aws/clients.ts";

/** The queue behind the only subscription of the topic. */
export interface Subscription {
  readonly awsEndpoint: string;
  readonly notificationQueueUrl: string;
}

const loops = 2;
const waitSeconds = 5;
const pauseMs = 100;
const eventId = /e2e-[a-z0-9]+-\d+/;

/** A product team that reads its notifications, the same for every contender. */
export class Listener {
  readonly #client: ReturnType<typeof sqsClient>;
  readonly #queueUrl: string;
  readonly #hear: (id: string, at: number) => void;
  readonly #stopping = new AbortController();
  readonly #loops: readonly Promise<void>[];
  #failure: unknown;

  /** @param hear Is told the id that the producer gave, and when, in milliseconds since the process began. */
  constructor({ awsEndpoint, notificationQueueUrl }: Subscription, hear: (id: string, at: number) => void) {
    this.#client = sqsClient(awsEndpoint);
    this.#queueUrl = notificationQueueUrl;
    this.#hear = hear;
    this.#loops = Array.from({ length: loops }, () => this.#loop());
  }

  /** @throws What was wrong with a notification. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    this.#client.destroy();
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const messages = await this.#receive(signal);
      const at = performance.now();
      try {
        for (const { Body = "" } of messages) this.#hear(idIn(Body), at);
      } catch (error) {
        this.#failure ??= error;
      }
      await this.#delete(messages);
    }
  }

  async #receive(abortSignal: AbortSignal): Promise<readonly Message[]> {
    try {
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.#queueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: waitSeconds,
        }),
        { abortSignal },
      );
      return Messages;
    } catch {
      await sleep(pauseMs, undefined, { signal: abortSignal }).catch(() => undefined);
      return [];
    }
  }

  /** What cannot be deleted is heard again, as SQS may deliver anything twice. */
  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const command = new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries });
    await this.#client.send(command).catch(() => undefined);
  }
}

function idIn(body: string): string {
  const [id] = eventId.exec(body) ?? [];
  if (id === undefined) throw new Error(`A notification names no event: ${body.slice(0, 200)}`);
  return id;
}
