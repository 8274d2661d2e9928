import type { Notice, Order } from "../aws/faults/messages.ts";
import type { StrikeReport } from "./strike-report.ts";

interface Ears {
  strike(report: StrikeReport): void;
  crash(sandbox: string): void;
}

/** The owner's end of the line to the process of SQS, SNS and S3. */
export class TwinLink {
  readonly #ears: Ears;
  readonly #waiting: (() => void)[] = [];

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  hear(notice: Notice): void {
    if (notice.kind === "strike") this.#ears.strike(notice.report);
    else if (notice.kind === "crash") this.#ears.crash(notice.sandbox);
    else this.#waiting.shift()?.();
  }

  /** Resolves once the order is carried out; orders are answered in turn. */
  ask(send: (order: Order) => void, order: Order): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      send(order);
    });
  }
}
