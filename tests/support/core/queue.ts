import type { ReceivedMessage } from "../../../runtime/ports/received-message.ts";

/**
 * A queue as processors see it: what is given back is received again, with a higher count, once
 * whatever was received with it is done. Its back-off is the test's.
 */
export class TestQueue {
  readonly #waiting: ReceivedMessage[];
  #flying = 0;

  constructor(messages: readonly ReceivedMessage[]) {
    this.#waiting = [...messages];
  }

  get empty(): boolean {
    return this.#waiting.length === 0 && this.#flying === 0;
  }

  /** Works up to ten messages; those whose ids are returned wait again. */
  async receive(work: (batch: readonly ReceivedMessage[]) => Promise<readonly string[]>): Promise<void> {
    const batch = this.#waiting.splice(0, 10);
    if (batch.length === 0) return;
    this.#flying += batch.length;
    const failed = new Set(await work(batch));
    this.#flying -= batch.length;
    for (const message of batch) {
      if (!failed.has(message.messageId)) continue;
      this.#waiting.push({ ...message, receiveCount: message.receiveCount + 1 });
    }
  }
}
