import { startContainer } from "./container-server.ts";
import { startEmbedded } from "./embedded-server.ts";

/** A server for one test run, empty at its start and gone at its end. */
export interface TestServer {
  readonly superuserUrl: string;
  /** Which one it is, and why. */
  readonly description: string;
  readonly stop: () => Promise<void>;
}

/**
 * A container where a container runtime answers, the embedded server elsewhere;
 * `FLUXA_TEST_POSTGRES` forces one of them.
 */
export async function startTestServer(): Promise<TestServer> {
  const forced = process.env["FLUXA_TEST_POSTGRES"];
  if (forced === "container") return startContainer("FLUXA_TEST_POSTGRES asks for it");
  if (forced === "embedded") return startEmbedded("FLUXA_TEST_POSTGRES asks for it");
  if (forced !== undefined) {
    throw new Error(`FLUXA_TEST_POSTGRES is ${forced}, and can only be container or embedded.`);
  }
  try {
    return await startContainer("a container runtime answers");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return startEmbedded(`no container could be started: ${reason.split("\n")[0]}`);
  }
}
