import { setTimeout as sleep } from "node:timers/promises";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { type Addresses, credentials } from "./addresses.ts";
import type { Evidence, Heard } from "./evidence.ts";
import { heardOf } from "./heard.ts";
import { depthOf } from "./queues.ts";

const queueName = "oracle-notifications";
const loops = 2;
const waitSeconds = 5;
const pauseMs = 250;

/** The oracle's own subscription, drained from before the first event until it is stopped. */
export class Listener {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #stopping = new AbortController();
  readonly #heard: Heard[] = [];
  readonly #unreadable: string[] = [];
  #loops: readonly Promise<void>[] = [];

  private constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  static async subscribe(addresses: Addresses): Promise<Listener> {
    const { awsEndpoint: endpoint, region, topicArn } = addresses;
    const client = new SQSClient({ endpoint, region, credentials });
    const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: queueName }));
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const sns = new SNSClient({ endpoint, region, credentials });
    await sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Protocol: "sqs",
        Endpoint: Attributes.QueueArn,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    sns.destroy();
    const listener = new Listener(client, QueueUrl);
    listener.#loops = Array.from({ length: loops }, () => listener.#loop());
    return listener;
  }

  get heard(): Pick<Evidence, "heard" | "unreadable"> {
    return { heard: this.#heard, unreadable: this.#unreadable };
  }

  /** Messages that were announced and not yet heard. */
  async left(): Promise<number> {
    return depthOf(this.#client, this.#queueUrl);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    this.#client.destroy();
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const { Messages = [] } = await this.#client.send(
          new ReceiveMessageCommand({
            QueueUrl: this.#queueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: waitSeconds,
            MessageAttributeNames: ["All"],
          }),
          { abortSignal: signal },
        );
        await this.#take(Messages);
      } catch {
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** What cannot be deleted is heard again, as SQS may deliver anything twice. */
  async #take(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    for (const message of messages) {
      const heard = heardOf(message);
      if (heard === undefined) this.#unreadable.push(message.Body ?? "");
      else this.#heard.push(heard);
    }
    await this.#client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.#queueUrl,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }
}
