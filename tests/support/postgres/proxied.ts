import { DatabaseProxy } from "../../../local/postgres/proxy/database-proxy.ts";
import type { Mode, ProxyFault } from "../../../local/postgres/proxy/faults.ts";
import { databaseFor } from "../../../local/postgres/proxy/startup.ts";
import type { DatabaseSettings } from "../../../sql/pool.ts";
import type { TestDatabase } from "./test-database.ts";

/** Whom the proxy takes for the client of these settings. */
export const sandbox = "process-1";

/** A way to a test database on which faults strike. */
export interface Proxied {
  /** Lead through the proxy. */
  readonly settings: Pick<DatabaseSettings, "host" | "port" | "name">;
  /** Who connected, each time that somebody did, whether the server then took it or not. */
  readonly met: readonly string[];
  /** Who was to be ended, since the last calm. */
  readonly crashed: readonly string[];
  /** Whether what was ordered has yet to strike. */
  readonly armed: boolean;
  /** Lets the next statement of a step meet a fault, or every connection, until the next calm. */
  strike(at: "connect" | "claim" | "clear" | "other", action: ProxyFault["action"], ms?: number): void;
  /** Cuts all connections; what connects from now on meets this. */
  enter(mode: Mode): void;
  /** The connections of a client are dead from now on, and it is not told; new ones work. */
  silence(client?: string): void;
  /** Nothing strikes any more. */
  calm(): void;
  close(): Promise<void>;
}

export async function startProxied(database: TestDatabase): Promise<Proxied> {
  const { host, port } = database.settings("superuser");
  const met: string[] = [];
  const crashed: string[] = [];
  let next: { readonly at: string; readonly fault: ProxyFault } | undefined;
  const take = (at: string): ProxyFault | undefined => {
    if (next?.at !== at) return undefined;
    const { fault } = next;
    if (at !== "connect") next = undefined;
    return fault;
  };
  const proxy = await DatabaseProxy.start(
    { host, port },
    {
      onConnect: (client) => {
        met.push(client);
        return take("connect");
      },
      onStatement: (_client, { step }) => take(step ?? "other"),
      crash: (client) => crashed.push(client),
    },
  );
  return {
    settings: { host: proxy.host, port: proxy.port, name: databaseFor(database.name, sandbox) },
    met,
    crashed,
    get armed() {
      return next !== undefined;
    },
    strike: (at, action, ms = 0) => {
      next = { at, fault: { action, ms } };
    },
    enter: (mode) => proxy.enter(mode),
    silence: (client = sandbox) => proxy.silence(client),
    calm: () => {
      next = undefined;
      crashed.length = 0;
      proxy.enter("normal");
    },
    close: () => proxy.close(),
  };
}
