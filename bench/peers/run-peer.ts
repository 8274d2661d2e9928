import { stopRequested } from "../../local/signals.ts";
import type { PeerInstance } from "./instance.ts";

/**
 * The main function of a peer's program: starts it in the folder that it was given, says where it is,
 * and stops it when it is asked to.
 */
export async function runPeer(
  start: (folder: string, stack: AsyncDisposableStack) => Promise<PeerInstance>,
): Promise<void> {
  const [folder = ""] = process.argv.slice(2);
  await using stack = new AsyncDisposableStack();
  const stop = stopRequested(() => undefined);
  // Nobody is left to stop it for.
  process.on("disconnect", () => process.kill(process.pid, "SIGINT"));
  process.send?.(await start(folder, stack));
  await stop;
  process.removeAllListeners("disconnect");
  process.disconnect();
}
