// SQS, SNS and S3 in a process of their own, started by twin.ts: argv holds the folders of the
// queues and of the objects, and a seed when faults are to be injected. It lives exactly as long as the process that started it.
import { Server } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startFauxqs } from "fauxqs";
import { takeLock } from "../data-directory/lock.ts";
import { mendObjects } from "./mend-objects.ts";
import { region } from "./names.ts";
import { refuseAsAws } from "./refuse-as-aws.ts";

const predecessorMs = 5_000;
const [queues = "", objects = "", seed] = process.argv.slice(2);

// A signal to the whole terminal group must reach the owner alone, which drains before it stops us.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit(0));

const lock = takeLock(join(queues, "lock"), predecessorMs);
if (lock === undefined) throw new Error(`Another process still writes to ${queues}.`);
// Also keeps the lock from being collected as garbage, which would give it back.
process.on("exit", () => lock.release());
await mendObjects(objects);
listenOnLoopbackOnly();
writeWithoutWaitingForTheDisk();
refuseAsAws();
if (seed !== undefined) (await import("./faults/inject.ts")).injectFaults(Number(seed));

const server = await startFauxqs({
  port: 0,
  logger: false,
  defaultRegion: region,
  dataDir: queues,
  s3StorageDir: objects,
});
process.on("message", async (message) => {
  if (message !== "stop") return;
  await server.stop();
  process.exit(0);
});
process.send?.({ port: server.port });

/** fauxqs listens on every interface and asks for no key, which must not be open to the network. */
function listenOnLoopbackOnly(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    const [first, ...others] = args;
    const options = typeof first === "object" && first !== null ? { ...first, host: "127.0.0.1" } : first;
    return Reflect.apply(listen, this, [options, ...others]);
  };
}

/**
 * fauxqs waits for the disk at every message, three times from arrival to deletion: 230 messages a
 * second instead of thousands. Without that a killed process still loses nothing, a power cut may.
 */
function writeWithoutWaitingForTheDisk(): void {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, statement: string) {
    Reflect.apply(exec, this, [statement]);
    if (/journal_mode\s*=\s*wal/i.test(statement)) Reflect.apply(exec, this, ["PRAGMA synchronous = NORMAL"]);
  };
}
