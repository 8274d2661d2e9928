/** An operation that was not begun, or not carried on, for a reason that its message tells the operator. */
export class Refused extends Error {
  override readonly name = "Refused";
}
