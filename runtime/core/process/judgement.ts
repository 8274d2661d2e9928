import type { FailureType } from "../../contract/errors.ts";

/** A permanent failure of one message: it goes to the dead-letter queue, whatever is tried. */
export class Judgement extends Error {
  override readonly name = "Judgement";
  readonly failureType: FailureType;

  constructor(failureType: FailureType, reason: string) {
    super(reason);
    this.failureType = failureType;
  }
}
