/** A start that cannot be, in words for the person at the terminal: what happened, what it means, what to do. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}
