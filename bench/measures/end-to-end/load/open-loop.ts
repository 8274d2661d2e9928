import { setTimeout as sleep } from "node:timers/promises";

interface Schedule {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Sends the request that was due then; must not throw. */
  readonly send: (due: number) => void;
  /** Asked now and then; nothing more is sent once it says so. */
  readonly isEnough: () => boolean;
}

/**
 * Sends at a fixed rate whatever comes back, as producers who do not know of each other do: a
 * system that falls behind does not get fewer requests for it. Resolves once the last one was sent.
 */
export async function openLoop({ rate, seconds, send, isEnough }: Schedule): Promise<void> {
  const start = performance.now();
  const requests = Math.max(1, Math.round(rate * seconds));
  for (let next = 0; next < requests && !isEnough(); ) {
    for (; next < requests && dueAt(start, rate, next) <= performance.now(); next += 1) {
      send(dueAt(start, rate, next));
    }
    await sleep(1);
  }
}

/** Milliseconds since the process began. */
function dueAt(start: number, rate: number, place: number): number {
  return start + (place / rate) * 1_000;
}
