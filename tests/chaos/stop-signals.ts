import { stopRequested } from "../../local/signals.ts";
import type { Screen } from "./report/screen.ts";
import type { Stop } from "./run.ts";

/** Ctrl-C ends the sending, a second one the waiting. */
export function stopSignals(screen: Screen): Stop {
  const sending = new AbortController();
  const waiting = new AbortController();
  void stopRequested(() => waiting.abort()).then(() => {
    sending.abort();
    screen.say("Stopping: what was sent comes to rest and is judged; once more, and it is judged at once.");
  });
  return { sending: sending.signal, waiting: waiting.signal };
}
