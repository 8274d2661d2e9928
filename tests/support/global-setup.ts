import { dropTemplate, makeTemplate } from "./postgres/test-database.ts";
import { startTestServer, type TestServer } from "./postgres/test-server.ts";

let server: TestServer | undefined;

/** One PostgreSQL server for the whole run, with a migrated database to clone from. */
export async function globalSetup(): Promise<void> {
  server = await startTestServer();
  process.stdout.write(`PostgreSQL of this run: ${server.description}\n`);
  try {
    await makeTemplate(server.superuserUrl);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export async function globalTeardown(): Promise<void> {
  // The server may serve others after this run.
  await dropTemplate();
  await server?.stop();
}
