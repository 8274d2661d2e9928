import { startContainer } from "./container-server.ts";
import { startEmbedded } from "./embedded-server.ts";

/** A server for one test run. */
export interface TestServer {
  readonly superuserUrl: string;
  /** Which one it is, and why. */
  readonly description: string;
  readonly stop: () => Promise<void>;
}

export const testPostgresVariable = "FLUXA_TEST_POSTGRES";

/**
 * A container where a container runtime answers, the embedded server elsewhere;
 * `FLUXA_TEST_POSTGRES` forces one of them, or is the superuser's URL of one that runs already.
 */
export async function startTestServer(): Promise<TestServer> {
  const forced = process.env[testPostgresVariable];
  if (forced === "container") return startContainer("FLUXA_TEST_POSTGRES asks for it");
  if (forced === "embedded") return startEmbedded("FLUXA_TEST_POSTGRES asks for it");
  if (forced?.startsWith("postgres://")) return runningServer(forced);
  if (forced !== undefined) {
    throw new Error(
      `FLUXA_TEST_POSTGRES is ${forced}, and can only be container, embedded or a postgres:// URL.`,
    );
  }
  try {
    return await startContainer("a container runtime answers");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return startEmbedded(`no container could be started: ${reason.split("\n")[0]}`);
  }
}

function runningServer(superuserUrl: string): TestServer {
  return { superuserUrl, description: "a server that runs already", stop: async () => {} };
}
