import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import type { TestServer } from "./test-server.ts";

export async function startEmbedded(why: string): Promise<TestServer> {
  const dataDir = await scratchFolder();
  const server = await startPostgres({ dataDir, fsync: false });
  return {
    superuserUrl: server.superuserUrl,
    description: `embedded server (${why})`,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new folder that the server's user may pass, too. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-test-"));
  await chmod(folder, 0o755);
  return folder;
}
