import { randomBytes } from "node:crypto";
import type { TestServer } from "./test-server.ts";

const image = "postgres:18-alpine";

/** @throws Error when no container runtime answers or the image cannot be had. */
export async function startContainer(why: string): Promise<TestServer> {
  // The run stops its own container; the helper that would otherwise do so is one more image to have.
  process.env["TESTCONTAINERS_RYUK_DISABLED"] ??= "true";
  const { PostgreSqlContainer } = await import("@testcontainers/postgresql");
  const container = await new PostgreSqlContainer(image)
    .withUsername("postgres")
    .withPassword(randomBytes(12).toString("hex"))
    .withCommand(["postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=100"])
    .start();
  return {
    superuserUrl: container.getConnectionUri(),
    description: `container ${image} (${why})`,
    stop: async () => {
      await container.stop({ timeout: 0 });
    },
  };
}
