import type { TimeLeft } from "../ports/time.ts";

/** The longest that Lambda lets an invocation run, in milliseconds. */
const longest = 900_000;
/** What is assumed when Lambda's clock and this one differ by more than an invocation. */
const assumed = 5_000;

/**
 * The time that an invocation has left. Lambda tells it by the wall clock once, and it is counted
 * down by a clock that nobody sets, so that a clock that jumps neither ends nor stretches the work.
 */
export function timeLeft(context: { getRemainingTimeInMillis(): number }): TimeLeft {
  const told = context.getRemainingTimeInMillis();
  const whole = told > 0 && told <= longest ? told : assumed;
  const start = performance.now();
  return () => Math.max(0, whole - (performance.now() - start));
}
