// The deployed bundle of the processor in a process of its own, as a sandbox that is never frozen:
// argv holds the bundle's file and how many batches it is given. Says how much memory it has after each
// twentieth of them.
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import { eventOfSize } from "../../harness/event-mix.ts";
import { prepare, sqsEvent } from "../../harness/prepared-events.ts";
import { NothingBack, ProcessBundle } from "../../harness/process-handler.ts";

const [file = "", wanted = "0"] = process.argv.slice(2);
const batch = 10;
const looks = 20;

const { handler } = v.parse(ProcessBundle, await import(pathToFileURL(file).href));
const { gc } = v.parse(
  v.object({ gc: v.custom<() => void>((value) => typeof value === "function") }),
  globalThis,
);
let batches = 0;

for (let look = 1; look <= looks; look += 1) {
  while (batches < (Number(wanted) * look) / looks) await invoke();
  gc();
  const { rss, heapUsed } = process.memoryUsage();
  process.send?.({ batches, rss, heapUsed });
}
process.exit(0);

async function invoke(): Promise<void> {
  const events = Array.from({ length: batch }, (_, index) => {
    const n = batches * batch + index;
    return prepare(eventOfSize(n, `memory-${process.pid}`, 1_024));
  });
  const event: unknown = JSON.parse(sqsEvent(await Promise.all(events)));
  v.parse(NothingBack, await handler(event, { getRemainingTimeInMillis: () => 10_000 }));
  batches += 1;
}
